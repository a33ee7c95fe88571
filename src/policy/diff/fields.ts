import type { Field, FurtherElement, PolicyDocument } from '../document.ts';
import { isStored } from '../stored.ts';
import { type Change, gainsAndLosses, risingLoosens } from './change.ts';
import { domainChanges, type FieldPair } from './domain.ts';

/** How the inventories differ: fields gained and lost, and in those that both have what is read, made and kept. */
export function fieldChanges(before: PolicyDocument, after: PolicyDocument): Change[] {
  const [older, newer] = [byKeyword(before), byKeyword(after)];
  const gained = after.fields.filter(({ keyword }) => !older.has(keyword));
  const lost = before.fields.filter(({ keyword }) => !newer.has(keyword));
  const common = after.fields.flatMap((field) => {
    const old = older.get(field.keyword);
    return old === undefined
      ? []
      : changesOfField({ before: { field: old, document: before }, after: { field, document: after } });
  });
  const order = (fields: readonly Field[], known: ReadonlyMap<string, Field>): string =>
    fields.flatMap(({ keyword }) => (known.has(keyword) ? [keyword] : [])).join();
  const sentence = 'stand in another order, and so do the columns';
  const moved = order(before.fields, newer) !== order(after.fields, older);
  return [
    ...gained.map((field) => gain(field, after)),
    ...lost.map(loss),
    ...common,
    ...(moved ? [{ part: 'fields', subject: 'fields', direction: 'neutral', sentence } as const] : []),
  ];
}

function byKeyword({ fields }: PolicyDocument): ReadonlyMap<string, Field> {
  return new Map(fields.map((field) => [field.keyword, field]));
}

function about({ keyword }: Field): Pick<Change, 'part' | 'subject'> {
  return { part: 'fields', subject: keyword };
}

function gain(field: Field, document: PolicyDocument): Change {
  const dropped = 'is listed as dropped; it was dropped before as well';
  const sentence = field.role === 'dropped' ? dropped : becomes(field, document);
  return { ...about(field), direction: field.role === 'dropped' ? 'neutral' : 'loosening', sentence };
}

function loss(field: Field): Change {
  const dropped = field.role === 'dropped';
  const sentence = dropped ? 'is listed no longer; it is dropped all the same' : 'is kept no longer';
  return { ...about(field), direction: dropped ? 'neutral' : 'tightening', sentence };
}

function becomes(field: Field, { vocabularies }: PolicyDocument): string {
  if (!isStored(field)) {
    return 'is kept, as a keyed pseudonym';
  }
  const { range, vocabulary = '' } = field;
  return range === undefined
    ? `is stored, as one of ${vocabularies[vocabulary]?.values.length ?? 0} values (${vocabulary})`
    : `is stored, from ${range.min} to ${range.max} ${range.unit} in steps of ${range.step}`;
}

function changesOfField(pair: FieldPair): Change[] {
  const { before, after } = pair;
  const use = useChanges(pair);
  const sources = sourceChanges(pair);
  // What nobody keeps may be read anywhere.
  const dropped = before.field.role === 'dropped' || after.field.role === 'dropped';
  return [
    ...use,
    ...sources.map((change): Change => (dropped ? { ...change, direction: 'neutral' } : change)),
    ...(dropped || use.length > 0 ? [] : domainChanges(pair)),
    ...noteChanges(before.field, after.field),
  ];
}

/** How much is made of a field: nothing, a pseudonym, or a column. */
function useOf(field: Field): number {
  return isStored(field) ? 2 : field.role === 'key' ? 1 : 0;
}

function useChanges({ before, after }: FieldPair): Change[] {
  const direction = risingLoosens(useOf(before.field), useOf(after.field));
  if (direction === 'neutral') {
    return [];
  }
  const was = `it was ${before.field.role === 'dropped' ? 'dropped' : isStored(before.field) ? 'stored' : 'a key'}`;
  const is = after.field.role === 'dropped' ? 'is dropped' : becomes(after.field, after.document);
  return [{ ...about(after.field), direction, sentence: `${is}; ${was}` }];
}

function sourceChanges({ before, after }: FieldPair): Change[] {
  const lists = [before, after].map(({ field }) => [`(${field.tag})`, ...(field.alsoReads ?? []).map(elementName)]);
  const [older = [], newer = []] = lists;
  const changes = gainsAndLosses({ about: about(after.field), thing: 'source', before: older, after: newer });
  const moved: Change = {
    ...about(after.field),
    direction: 'loosening',
    sentence: 'prefers its sources in another order',
  };
  const isMoved = changes.length === 0 && older.join() !== newer.join();
  // Whom only the source that is gone told of is MISSING now, and so parted from others of the same value.
  return isMoved ? [moved] : changes.map((change): Change => ({ ...change, direction: 'loosening' }));
}

function elementName({ keyword, tag, within, concept }: FurtherElement): string {
  const place = within === undefined ? '' : ` within ${within.join(' / ')}`;
  return `${keyword} (${tag})${place}${concept === undefined ? '' : ` concept ${concept}`}`;
}

const RISKS = ['technical', 'weak', 'strong', 'direct'] as const;

/** What is said of a field, apart from what becomes of it. */
function noteChanges(before: Field, after: Field): Change[] {
  const risk = risingLoosens(RISKS.indexOf(after.risk), RISKS.indexOf(before.risk));
  const [older, newer] = [citationOf(before), citationOf(after)];
  const notes: Change[] = [
    { ...about(after), direction: risk, sentence: `is called a ${after.risk} risk, was ${before.risk}` },
    { ...about(after), direction: 'neutral', sentence: `cites PS3.15 as ${newer}, was ${older}` },
  ];
  return notes.filter((_, at) => (at === 0 ? risk !== 'neutral' : older !== newer));
}

function citationOf({ ps315 }: Field): string {
  return ps315 === 'not listed' ? ps315 : [ps315.action, ps315.option].filter((one) => one !== undefined).join(', ');
}
