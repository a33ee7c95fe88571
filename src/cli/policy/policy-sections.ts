import type { Field, Policy, Transform } from '../../policy/index.ts';

/** The parts of a document that are written from a policy, by the name that their markers have. */
export function policySections({ name, document }: Policy): ReadonlyMap<string, string> {
  const { fields, vocabularies } = document;
  const kept = fields.filter(({ role }) => role !== 'key' && role !== 'dropped');
  const risk = (...classes: readonly Field['risk'][]): Field[] => kept.filter((field) => classes.includes(field.risk));
  const keptRows = (some: readonly Field[]): string =>
    markdownTable(
      ['field', 'what is kept', 'PS3.15', 'why'],
      some.map((field) => [nameOf(field), keptOf(field, document), citationOf(field), field.reason]),
    );
  return new Map([
    ['policy', `These lists are those of \`${name}\`: ${kept.length} columns of ${fields.length} listed elements.`],
    ['strong', keptRows(risk('strong'))],
    ['weak', keptRows(risk('weak'))],
    ['technical', keptRows(risk('technical'))],
    ['keys', whyTable(fields.filter(({ role }) => role === 'key'))],
    ['dropped', whyTable(fields.filter(({ role }) => role === 'dropped'))],
    ['further', furtherTable(kept)],
    [
      'vocabularies',
      markdownTable(
        ['vocabulary', 'values', 'where it comes from'],
        Object.entries(vocabularies).map(([key, { values, source }]) => [key, String(values.length), source.trim()]),
      ),
    ],
  ]);
}

function nameOf({ keyword, tag }: Field): string {
  return `${keyword} (${tag})`;
}

const VALUES_SHOWN_MAX = 8;

function keptOf({ transform, vocabulary, range, multiplicity }: Field, { vocabularies }: Policy['document']): string {
  const values = vocabulary === undefined ? [] : (vocabularies[vocabulary]?.values ?? []);
  const domain =
    range !== undefined
      ? `${range.min} to ${range.max} ${range.unit} in steps of ${range.step}`
      : values.length <= VALUES_SHOWN_MAX
        ? values.join(', ')
        : `one of ${values.length} values (${vocabulary})`;
  const single = multiplicity === 'patient' ? '; one value per patient' : '';
  return `${WAYS[transform.kind]}${WAYS[transform.kind] === '' ? '' : ': '}${domain}${single}`;
}

/** How the raw value becomes the kept one, where the domain doesn't say it already. */
const WAYS: Readonly<Record<Transform['kind'], string>> = {
  drop: '',
  pseudonym: '',
  vocabulary: '',
  'vocabulary-item': '',
  'sop-class': '',
  age: 'age at the study, 90 for 90 and over',
  year: 'the calendar year',
  quarter: 'the calendar quarter',
  decimal: '',
  tesla: 'gauss brought to tesla',
  megabecquerel: 'becquerel brought to megabecquerel',
  'hour-band': 'the part of the day',
  derived: 'worked out at publish',
  present: 'whether it is there',
};

function citationOf({ ps315 }: Pick<Field, 'ps315'>): string {
  return ps315 === 'not listed'
    ? ps315
    : [ps315.action, ...(ps315.option === undefined ? [] : [ps315.option])].join(', ');
}

function whyTable(fields: readonly Field[]): string {
  return markdownTable(
    ['element', 'risk', 'PS3.15', 'why'],
    fields.map((field) => [nameOf(field), field.risk, citationOf(field), field.reason]),
  );
}

function furtherTable(fields: readonly Field[]): string {
  const rows = fields.flatMap(({ keyword, alsoReads = [] }) =>
    alsoReads.map((element) => {
      const within = element.within === undefined ? '' : ` within ${element.within.join(' / ')}`;
      const concept = element.concept === undefined ? '' : `, the concept ${element.concept}`;
      return [keyword, `${element.keyword} (${element.tag})${within}${concept}`];
    }),
  );
  return markdownTable(['field', 'also reads'], rows);
}

function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(line)].join('\n');
}
