import type { PolicyDocument } from '../document.ts';
import type { Policy } from '../policy.ts';
import { statedMembers } from '../stated.ts';
import { type Change, type Direction, overall } from './change.ts';
import { consequencesOf } from './consequences.ts';
import { disclosureChanges } from './disclosure.ts';
import { fieldChanges } from './fields.ts';
import { vocabularyChanges } from './vocabularies.ts';

/** How two policies differ, and what putting the second in force where the first was means. */
export interface PolicyDiff {
  /** “id@version” of both. */
  readonly before: string;
  readonly after: string;
  /** Whether the two hashes are those of before. */
  readonly same: { readonly deidentification: boolean; readonly disclosure: boolean };
  readonly direction: Direction;
  /** How many approvals the policy in force asks for, for a change in this direction; what doesn't only tighten takes those of loosening. */
  readonly approvals: number;
  readonly changes: readonly Change[];
  /** Whole sentences about data already published, answers already given and budgets. */
  readonly consequences: readonly string[];
}

/** Compares two policies; pure, and silent about anything that neither hash nor reader would notice. */
export function diffPolicies(before: Policy, after: Policy): PolicyDiff {
  const same = {
    deidentification: before.deidentificationHash === after.deidentificationHash,
    disclosure: before.disclosureHash === after.disclosureHash,
  };
  const named = [
    ...fieldChanges(before.document, after.document),
    ...vocabularyChanges(before.document.vocabularies, after.document.vocabularies),
    ...deidentificationChanges(before.document, after.document),
    ...disclosureChanges(before.document, after.document),
    ...reasonChanges(before.document, after.document),
  ];
  const changes = named.length > 0 || (same.deidentification && same.disclosure) ? named : [WRITTEN_OTHERWISE];
  const direction = overall(changes.map((change) => change.direction));
  const { loosening, tightening } = before.document.approvals;
  return {
    before: before.name,
    after: after.name,
    same,
    direction,
    approvals: direction === 'tightening' ? tightening : loosening,
    changes,
    consequences: consequencesOf({ before, after, direction }),
  };
}

/** The hashes are over what is written, so a default that is written out changes one, and nothing else. */
const WRITTEN_OTHERWISE: Change = {
  part: 'document',
  subject: 'something',
  direction: 'neutral',
  sentence: 'is written out that went without saying, or the other way round',
};

function deidentificationChanges(before: PolicyDocument, after: PolicyDocument): Change[] {
  const [older, newer] = [before.deidentification, after.deidentification];
  const part = 'de-identification';
  const changes: Change[] = [
    {
      part,
      subject: 'dates.kept',
      direction: newer.dates.kept === 'quarter' ? 'loosening' : 'tightening',
      sentence: `is the ${newer.dates.kept}, was the ${older.dates.kept}`,
    },
    {
      part,
      subject: 'ps315Edition',
      direction: 'neutral',
      sentence: `is ${newer.ps315Edition}, was ${older.ps315Edition}; check the citations with policy lint`,
    },
  ];
  const differs = [newer.dates.kept !== older.dates.kept, newer.ps315Edition !== older.ps315Edition];
  return changes.filter((_, at) => differs[at]);
}

/** Reasons and sources decide nothing, so they are told in one line. */
function reasonChanges(before: PolicyDocument, after: PolicyDocument): Change[] {
  const [older, newer] = [reasonsOf(before), reasonsOf(after)];
  const items = [...newer].filter(([name, text]) => older.has(name) && older.get(name) !== text).map(([name]) => name);
  const sentence = `are worded anew for ${items.length} entries`;
  return items.length === 0
    ? []
    : [{ part: 'document', subject: 'reasons and sources', direction: 'neutral', sentence, items }];
}

function reasonsOf({ fields, vocabularies, disclosure, deidentification }: PolicyDocument): Map<string, string> {
  const { pseudonyms, dates } = deidentification;
  return new Map([
    ...fields.map(({ keyword, reason }) => [keyword, reason] as const),
    ...Object.entries(vocabularies).map(([name, { source }]) => [`vocabularies.${name}`, source] as const),
    ...statedMembers(disclosure).map(([name, { reason, source }]) => [name, `${reason}\n${source}`] as const),
    ['pseudonyms', pseudonyms.reason] as const,
    ['dates', dates.reason] as const,
  ]);
}
