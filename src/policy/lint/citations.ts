import type { Citation, Field, FurtherElement, PolicyDocument, Transform } from '../document.ts';
import { partOf } from '../part.ts';
import type { Ps315Row, Ps315Table } from '../ps315.ts';
import { isAgainst } from '../stored.ts';
import type { Finding } from './finding.ts';

/**
 * What a transform reads only to work a coarser value out of it, so that no option has to allow it: the issuer goes into a
 * keyed pseudonym, and of two dates nothing is left but whole years. All else that is read needs an option.
 */
const COARSER: Partial<Record<Transform['kind'], readonly string[]>> = {
  pseudonym: ['0010,0021'],
  age: ['0010,0030', '0008,0020'],
};

/** Every citation that isn't as `table` has it, and everything that is kept or read without an option that allows it. */
export function citationFindings({ fields }: PolicyDocument, table: Ps315Table): Finding[] {
  const sentences = fields.flatMap((field) => [
    ...ownSentences(field, table),
    ...(field.role === 'dropped' ? [] : furtherSentences(field, table)),
    ...nameSentences(field, table),
  ]);
  return [...new Set(sentences)].map((sentence) => ({ level: 'error', sentence }));
}

function ownSentences(field: Field, table: Ps315Table): string[] {
  const { keyword, ps315 } = field;
  const tag = citedTag(field, table);
  const row = table.rowOf(tag);
  const citation = ps315 === 'not listed' ? undefined : ps315;
  const against = row !== undefined && citation?.option === undefined && isAgainst(field, row.action);
  return [
    ...misquotations({ keyword, tag, citation, isCited: true }, table),
    ...(against ? [`${keyword} is kept although ${tableName(table)} says ${row.action}; ${wayOut(row)}`] : []),
  ];
}

/** A field that is worked out of others and has no row of its own cites the row of what it is worked out of. */
function citedTag({ tag, transform, alsoReads = [] }: Field, table: Ps315Table): string {
  const isDerived = transform.kind === 'derived' && table.rowOf(tag) === undefined;
  return (isDerived ? alsoReads.find((element) => table.rowOf(element.tag) !== undefined)?.tag : undefined) ?? tag;
}

interface Quotation {
  readonly keyword: string;
  readonly tag: string;
  readonly citation: Citation | undefined;
  /** Whether the citation, or that there is none, is a statement about this very tag. */
  readonly isCited: boolean;
}

function misquotations({ keyword, tag, citation, isCited }: Quotation, table: Ps315Table): string[] {
  const row = table.rowOf(tag);
  const name = tableName(table);
  if (citation === undefined) {
    return row === undefined || !isCited
      ? []
      : [`${keyword} says that it is not listed, but ${name} has ${tag} with the action ${row.action}`];
  }
  if (row === undefined) {
    return [`${keyword} cites the action ${citation.action}, but ${name} doesn't list ${tag}`];
  }
  const { action, option } = citation;
  return [
    ...(action === row.action ? [] : [`${keyword} cites the action ${action}, but ${name} says ${row.action}`]),
    ...(option === undefined || allows(row, option)
      ? []
      : [`${keyword} cites the option ${option}, which ${name} doesn't give to ${tag}; ${wayOut(row)}`]),
  ];
}

function furtherSentences(field: Field, table: Ps315Table): string[] {
  return (field.alsoReads ?? []).flatMap((element) => [
    ...misquotations({ keyword: element.keyword, tag: element.tag, citation: element.ps315, isCited: false }, table),
    ...unallowedRows(field, element, table).map(
      (row) =>
        `${field.keyword} reads ${row.keyword} (${row.tag}) although ${tableName(table)} says ${row.action}; ${wayOut(row)}`,
    ),
  ]);
}

/** Of the rows that one further element and the sequences around it stand in, those that nothing allows to be read. */
function unallowedRows(field: Field, element: FurtherElement, table: Ps315Table): Ps315Row[] {
  const own = field.ps315 === 'not listed' ? undefined : field.ps315.option;
  const options = [own, element.ps315?.option];
  return [element.tag, ...(element.within ?? [])]
    .filter((tag) => !COARSER[field.transform.kind]?.includes(tag))
    .map((tag) => table.rowOf(tag))
    .filter((row) => row !== undefined)
    .filter((row) => !options.some((option) => option !== undefined && allows(row, option)));
}

/** A tag of the table under another keyword, or a keyword of the table under another tag. */
function nameSentences(field: Field, table: Ps315Table): string[] {
  const own = partOf(field) === undefined ? [field] : [];
  return [...own, ...(field.alsoReads ?? [])].flatMap(({ keyword, tag }) => {
    const row = table.rowOf(tag);
    if (row?.tag === tag) {
      return row.keyword === keyword ? [] : [`${tableName(table)} calls ${tag} ${row.keyword}, not ${keyword}`];
    }
    const other = table.rows.find((one) => one.keyword === keyword);
    return other === undefined ? [] : [`${tableName(table)} has ${keyword} under ${other.tag}, not ${tag}`];
  });
}

function allows({ options }: Ps315Row, option: string): boolean {
  return Object.keys(options ?? {}).includes(option);
}

function wayOut({ options }: Ps315Row): string {
  const names = Object.keys(options ?? {});
  return names.length === 0 ? 'no option allows it, so drop it' : `cite ${names.join(' or ')}, or drop it`;
}

function tableName({ edition }: Ps315Table): string {
  return `Table E.1-1 (${edition})`;
}
