/** Whether after a change more is kept or told of a patient, or less, or neither. In doubt a change is loosening. */
export type Direction = 'loosening' | 'tightening' | 'neutral';

/** One difference between two policies. */
export interface Change {
  readonly part: 'fields' | 'vocabularies' | 'de-identification' | 'disclosure' | 'document';
  /** A field's keyword, a vocabulary's name, or the name of a rule. */
  readonly subject: string;
  readonly direction: Direction;
  /** What changed, without the subject and without a full stop. */
  readonly sentence: string;
  /** All that was gained or lost, where the sentence names the first few only. */
  readonly items?: readonly string[];
}

/** Loosening when `after` is above `before`, tightening below; neutral when they are equal. */
export function risingLoosens(before: number, after: number): Direction {
  return after > before ? 'loosening' : after < before ? 'tightening' : 'neutral';
}

/** The direction of several changes together: one loosening makes the whole loosening. */
export function overall(directions: readonly Direction[]): Direction {
  return directions.includes('loosening') ? 'loosening' : directions.includes('tightening') ? 'tightening' : 'neutral';
}

const NAMED_MAX = 4;

/** “A, B and 7 more”. */
function firstFew(items: readonly string[]): string {
  const more = items.length - NAMED_MAX;
  return more > 1 ? `${items.slice(0, NAMED_MAX).join(', ')} and ${more} more` : items.join(', ');
}

/** Two lists of names and what gaining or losing one is called. */
export interface Listed {
  readonly about: Pick<Change, 'part' | 'subject'>;
  readonly thing: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What was gained, which loosens, and what was lost, which tightens. */
export function gainsAndLosses({ about, thing, before, after }: Listed): Change[] {
  const gained = without(after, before);
  const lost = without(before, after);
  const change = (items: readonly string[], verb: string, direction: Direction): Change[] =>
    items.length === 0
      ? []
      : [{ ...about, direction, sentence: `${counted(items.length, thing)} ${verb}: ${firstFew(items)}`, items }];
  return [...change(gained, 'gained', 'loosening'), ...change(lost, 'lost', 'tightening')];
}

function without(all: readonly string[], known: readonly string[]): string[] {
  const set = new Set(known);
  return all.filter((one) => !set.has(one));
}

function counted(count: number, thing: string): string {
  const plural = thing.endsWith('s') ? `${thing}es` : `${thing}s`;
  return `${count} ${count === 1 ? thing : plural}`;
}
