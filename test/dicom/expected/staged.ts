import { headerReader } from '../../../src/dicom/scan/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import { rowOfScan } from '../deidentified.ts';
import type { Expected } from './reference.ts';

const readHeader = headerReader();

/** What the product stages of a file: values by column, or why it stages none. */
export type Staged = Readonly<Record<string, Expected>> | string;

/** What the product stages of the file at `path`, read alone, in the words of the reference. */
export function stagedOf(path: string, policy: Policy): Staged {
  const row = rowOfScan(readHeader(path), policy);
  return typeof row === 'string' ? row : inWords(row.values, policy.document);
}

/** Codes and steps as the reference has them; a code is the place in the list, then come OTHER and MISSING. */
function inWords(values: Readonly<Record<string, number>>, { fields, vocabularies }: Policy['document']) {
  const words = Object.entries(values).map(([keyword, stored]): [string, Expected] => {
    const { vocabulary = '', range } = fields.find((field) => field.keyword === keyword) ?? {};
    const listed = vocabularies[vocabulary]?.values;
    if (listed !== undefined) {
      return [keyword, [...listed, 'OTHER', 'MISSING'][stored] ?? `no value has the code ${stored}`];
    }
    const missing = range === undefined ? undefined : Math.round(range.min / range.step) - 1;
    return [keyword, stored === missing ? 'MISSING' : stored];
  });
  return Object.fromEntries(words);
}
