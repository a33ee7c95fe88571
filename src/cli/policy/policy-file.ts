import { loadPolicy, type Policy } from '../../policy/index.ts';
import { readTextFile } from '../files/read-text.ts';

/** A policy document. */
export function loadPolicyFile(file: string): Policy {
  return loadPolicy({ text: readTextFile(file, 'policy'), file });
}

/** The text of a policy that can be read: what is wrong with it is said with its file and line. @throws SfumatoError `policy-invalid`. */
export function readPolicyText(file: string): string {
  const text = readTextFile(file, 'policy');
  loadPolicy({ text, file });
  return text;
}
