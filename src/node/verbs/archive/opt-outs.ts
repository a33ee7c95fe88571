import { readFileSync } from 'node:fs';
import { hmacSha256Under, SfumatoError, utf8ToBytes } from '../../../base/index.ts';
import { patientPseudonym } from '../../../dicom/index.ts';

const SPELLINGS = [utf8ToBytes, (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))];

/**
 * Reads a local list of patients who withdrew: one PatientID a line, with its issuer behind a tab where files name one. It is
 * hashed here at the door: no identifier goes any further, and its path, which may hold one, stands in no sentence.
 * @throws SfumatoError `file-unreadable` or `wrong-use`.
 */
export function readOptOuts(file: string, pseudonymKey: Uint8Array): readonly string[] {
  const keyed = hmacSha256Under(pseudonymKey);
  return linesOf(file).flatMap((line, at) => {
    const [patientId = '', issuer = '', ...rest] = line.split('\t');
    if (patientId.trim() === '' || rest.length > 0) {
      throw new SfumatoError(
        'wrong-use',
        `Line ${at + 1} of the opt-out list: a line is a PatientID, or a PatientID, a tab and its issuer.`,
      );
    }
    // Files may spell a letter beyond ASCII in UTF-8 or in Latin-1; whoever is meant withdraws in both spellings.
    return SPELLINGS.map((spell) => patientPseudonym(keyed, { patientId: spell(patientId), issuer: spell(issuer) }));
  });
}

function linesOf(file: string): readonly string[] {
  try {
    const lines = readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (cause) {
    throw new SfumatoError('file-unreadable', 'The opt-out list could not be read; check the path.', { cause });
  }
}
