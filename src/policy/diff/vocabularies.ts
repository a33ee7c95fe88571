import type { PolicyDocument, Vocabulary } from '../document.ts';
import { type Change, type Direction, gainsAndLosses, overall } from './change.ts';
import { vocabularyDirection } from './coarser.ts';

type Vocabularies = PolicyDocument['vocabularies'];

/** How the vocabularies differ that both policies have; one that only one has is named once. */
export function vocabularyChanges(before: Vocabularies, after: Vocabularies): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): Change[] => {
    const [older, newer] = [before[name], after[name]];
    const about = { part: 'vocabularies', subject: name } as const;
    if (older === undefined || newer === undefined) {
      const sentence = newer === undefined ? 'is gone' : `is new, with ${newer.values.length} values`;
      return [{ ...about, direction: 'neutral', sentence }];
    }
    return inAll(vocabularyDirection(older, newer), about, [
      ...valueChanges(about, older.values, newer.values),
      ...mappingChanges({ about, thing: 'alias', before: aliasesOf(older), after: aliasesOf(newer) }),
      ...mappingChanges({ about, thing: 'rule', before: rulesOf(older), after: rulesOf(newer) }),
      ...ruleOrderChanges(about, rulesOf(older), rulesOf(newer)),
    ]);
  });
}

/**
 * What the changes of a vocabulary come to together: a text that leaves its value for another one tells apart what was one, though
 * nothing was gained; and one that is listed for the first time may join others.
 */
function inAll(direction: Direction, about: Pick<Change, 'part' | 'subject'>, changes: Change[]): Change[] {
  if (direction !== 'loosening') {
    return changes.map((change) => (change.direction === 'loosening' ? { ...change, direction } : change));
  }
  const isTold = overall(changes.map((change) => change.direction)) === 'loosening';
  return isTold ? changes : [...changes, { ...about, direction, sentence: 'tells texts apart that were one value' }];
}

/** How two closed lists differ: a value more tells apart what was one before. */
function valueChanges(
  about: Pick<Change, 'part' | 'subject'>,
  before: readonly string[],
  after: readonly string[],
): Change[] {
  const changes = gainsAndLosses({ about, thing: 'value', before, after });
  const moved = changes.length === 0 && before.join('\0') !== after.join('\0');
  const sentence = 'the values stand in another order, so their codes change';
  return moved ? [{ ...about, direction: 'neutral', sentence }] : changes;
}

type Mapping = readonly (readonly [from: string, to: string])[];

interface Mappings {
  readonly about: Pick<Change, 'part' | 'subject'>;
  readonly thing: string;
  readonly before: Mapping;
  readonly after: Mapping;
}

/** Text that was OTHER and becomes a value loosens; what text that goes elsewhere does shows in all of them together. */
function mappingChanges({ about, thing, before, after }: Mappings): Change[] {
  const [older, newer] = [new Map(before), new Map(after)];
  const turned = [...newer].filter(([from, to]) => older.has(from) && older.get(from) !== to);
  const items = turned.map(([from, to]) => `${from}: ${to} instead of ${older.get(from)}`);
  const changes = gainsAndLosses({ about, thing, before: [...older.keys()], after: [...newer.keys()] });
  const sentence = `leads elsewhere for ${items.length} of its texts: ${items[0]}${items.length > 1 ? ', …' : ''}`;
  return items.length === 0 ? changes : [...changes, { ...about, direction: 'neutral', sentence, items }];
}

function ruleOrderChanges(about: Pick<Change, 'part' | 'subject'>, before: Mapping, after: Mapping): Change[] {
  const common = (own: Mapping, other: Mapping): string => {
    const known = new Set(other.map(([words]) => words));
    return own.flatMap(([words]) => (known.has(words) ? [words] : [])).join('\0');
  };
  const sentence = 'the rules are tried in another order';
  return common(before, after) === common(after, before) ? [] : [{ ...about, direction: 'neutral', sentence }];
}

function aliasesOf({ aliases = {} }: Vocabulary): Mapping {
  return Object.entries(aliases);
}

function rulesOf({ rules = [] }: Vocabulary): Mapping {
  return rules.map(({ words, value }) => [words.join(' + '), value]);
}
