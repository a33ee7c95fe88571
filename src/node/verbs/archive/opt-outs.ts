import { hmacSha256Under, LIMITS, SfumatoError, whyUnreadable } from '../../../base/index.ts';
import { patientPseudonym, spellingsOf } from '../../../dicom/index.ts';
import { ground, notTaken } from '../../../governance/index.ts';
import { bytesUpTo } from '../../bytes-up-to.ts';
import { assertPlainLines } from './doubtful-line.ts';

const NOTHING = new Uint8Array(0);
const NOT_UTF8 = 'The opt-out list is not UTF-8 text; save it as UTF-8.';
/** What decoding leaves of another character set, and what UTF-16 looks like without its mark. */
const GARBLED = /[\0\uFFFD]/;

/** Whom a list names, and what may be said of it: counts, never a line. */
export interface OptOuts {
  readonly pseudonyms: readonly string[];
  readonly lines: number;
  /** Of these, how many name an issuer. The others mean patients whose files name none. */
  readonly withIssuer: number;
}

/** How a list is read. */
export interface Reading {
  readonly pseudonymKey: Uint8Array;
  /** Take all lines as they stand: an identifier may hold quotes, commas and semicolons of its own. */
  readonly verbatim: boolean;
}

/**
 * Reads a local list of patients who withdrew: one PatientID a line, with its issuer behind a tab where files name one. It is
 * hashed here at the door: no identifier goes any further, and its path, which may hold one, stands in no sentence.
 * A list that can't mean anybody is refused: sealed, it would look as if it protected somebody.
 * @throws SfumatoError `file-unreadable` or `wrong-use`.
 */
export function readOptOuts(file: string, reading: Reading): OptOuts {
  return optOutsOf(textOf(bytesOf(file)), reading);
}

/** The same of a list that comes as text, as a page has it. @throws SfumatoError `wrong-use`. */
export function optOutsOf(text: string, { pseudonymKey, verbatim }: Reading): OptOuts {
  const keyed = hmacSha256Under(pseudonymKey);
  const lines = linesOf(text);
  if (!verbatim) {
    assertPlainLines(lines);
  }
  const patients = lines.map(patientOf);
  // Nothing tells in which character set files spell a letter beyond ASCII; whoever is meant withdraws in all of them.
  const pseudonyms = patients.flatMap((patient) =>
    spellingsOf([patient.patientId, patient.issuer]).map(([patientId = NOTHING, issuer = NOTHING]) =>
      patientPseudonym(keyed, { patientId, issuer }),
    ),
  );
  return {
    pseudonyms,
    lines: patients.length,
    withIssuer: patients.filter(({ issuer }) => issuer.trim() !== '').length,
  };
}

function patientOf(line: string, at: number): { readonly patientId: string; readonly issuer: string } {
  const [patientId = '', issuer = '', ...rest] = line.split('\t');
  if (patientId.trim() === '' || rest.length > 0) {
    const sentence = `Line ${at + 1} of the opt-out list: a line is a PatientID, or a PatientID, a tab and its issuer.`;
    throw notTaken(ground('list-line', sentence, { line: String(at + 1) }));
  }
  return { patientId, issuer };
}

function linesOf(text: string): readonly string[] {
  if (GARBLED.test(text)) {
    throw notText();
  }
  const lines = text.split(/\r?\n/);
  const written = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  if (written.length === 0) {
    throw notTaken(ground('list-empty', 'The opt-out list is empty; it names one PatientID a line.'));
  }
  return written;
}

function bytesOf(file: string): Uint8Array {
  let bytes: Buffer | undefined;
  try {
    bytes = bytesUpTo(file, LIMITS.optOutsBytesMax);
  } catch (cause) {
    const denied = 'may not be read by the account that uses the site’s folder; look at its owner and rights.';
    throw new SfumatoError('file-unreadable', `The opt-out list ${whyUnreadable(cause, denied)}`, { cause });
  }
  if (bytes === undefined) {
    const most = `${LIMITS.optOutsBytesMax / 1024 ** 2} MiB`;
    throw new SfumatoError('wrong-use', `The opt-out list is larger than ${most}; check the path.`);
  }
  return bytes;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText();
  }
}

const notText = (): SfumatoError => notTaken(ground('list-not-text', NOT_UTF8));
