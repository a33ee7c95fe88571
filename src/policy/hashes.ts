import { canonicalJson, hashText, type Json } from '../base/index.ts';
import type { PolicyDocument } from './document.ts';
import { statedMembers } from './stated.ts';

/**
 * SHA-256, hex, over all that decides which rows come to be: what is read, how it is transformed, in which codes and steps it is
 * stored, and how publish bounds a patient's rows. Reasons, sources, citations and default bins don't.
 */
export function deidentificationHash({
  format,
  deidentification,
  vocabularies,
  fields,
  disclosure,
}: PolicyDocument): string {
  const { pseudonyms, dates } = deidentification;
  const { rowsPerPatientMax, sizeClasses } = disclosure;
  return hashText(
    'sfumato/policy/deidentification/v1',
    canonicalJson({
      format,
      pseudonyms: { algorithm: pseudonyms.algorithm, version: pseudonyms.version, bits: pseudonyms.bits },
      dates: { kept: dates.kept, shift: dates.shift },
      vocabularies: mapValues(vocabularies, ({ values, aliases, rules }) => ({ values, aliases, rules })),
      fields: fields.map(({ ps315: _citation, reason: _reason, range, alsoReads, ...field }) => ({
        ...field,
        alsoReads: alsoReads?.map(({ ps315: _further, ...element }) => element),
        range: range && { min: range.min, max: range.max, step: range.step, unit: range.unit },
      })),
      publish: {
        rowsPerPatientMax: rowsPerPatientMax.value,
        patientsLog2: mapValues(sizeClasses.value, ({ patientsLog2 }) => patientsLog2),
      },
    }),
  );
}

/**
 * SHA-256, hex, over all that decides what may be asked, what it costs and how it is bounded: every disclosure value, and the
 * bins that a question gets when it names none. Reasons and sources don't.
 */
export function disclosureHash({ format, disclosure, fields }: PolicyDocument): string {
  const binned = fields.filter(({ range }) => range?.bins !== undefined);
  return hashText(
    'sfumato/policy/disclosure/v1',
    canonicalJson({
      format,
      // A rule that a policy leaves out is no part of its hash, so that older policies keep theirs.
      disclosure: Object.fromEntries(statedMembers(disclosure).map(([name, { value }]) => [name, value])),
      bins: Object.fromEntries(binned.map(({ keyword, range }) => [keyword, range?.bins])),
    }),
  );
}

function mapValues<V>(members: Readonly<Record<string, V>>, each: (value: V) => Json): Json {
  return Object.fromEntries(Object.entries(members).map(([key, value]) => [key, each(value)]));
}
