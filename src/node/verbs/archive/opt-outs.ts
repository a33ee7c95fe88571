import { readFileSync } from 'node:fs';
import { SfumatoError, utf8ToBytes } from '../../../base/index.ts';
import { patientPseudonym } from '../../../dicom/index.ts';

/**
 * Reads a local list of patients who withdrew: one PatientID a line, with its issuer behind a tab where files name one. It is
 * hashed here at the door: no identifier goes any further. @throws SfumatoError `file-unreadable` or `wrong-use`.
 */
export function readOptOuts(file: string, pseudonymKey: Uint8Array): readonly string[] {
  return linesOf(file).map((line, at) => {
    const [patientId = '', issuer = '', ...rest] = line.split('\t');
    if (patientId.trim() === '' || rest.length > 0) {
      throw new SfumatoError(
        'wrong-use',
        `${file}:${at + 1}: a line is a PatientID, or a PatientID, a tab and its issuer.`,
      );
    }
    return patientPseudonym(pseudonymKey, { patientId: utf8ToBytes(patientId), issuer: utf8ToBytes(issuer) });
  });
}

function linesOf(file: string): readonly string[] {
  try {
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (cause) {
    throw new SfumatoError('file-unreadable', `The opt-out list ${file} could not be read; check the path.`, { cause });
  }
}
