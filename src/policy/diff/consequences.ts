import type { Policy } from '../policy.ts';
import type { Direction } from './change.ts';

/** Two policies, the older first, and which way the change goes. */
export interface Step {
  readonly before: Policy;
  readonly after: Policy;
  readonly direction: Direction;
}

/** What putting `after` in force where `before` was means for what is published, stored and spent: whole sentences. */
export function consequencesOf({ before, after, direction }: Step): string[] {
  return [
    ...dataSentences(before, after),
    ...answerSentences(before, after),
    ...forceSentences({ before, after, direction }),
    ...(direction === 'tightening' ? ['Nothing is taken back of what was told before.'] : []),
    `Budgets go on: what was spent under ${before.name} stays spent, and no meter is given anything.`,
    ...ceilingSentences(before, after),
    'The journal records the policy when it comes into force; nothing that it holds is changed.',
    ...(before.deidentificationHash === after.deidentificationHash ? [] : [rollbackSentence(before)]),
  ];
}

/** How it comes into force: by people where there are such, else by the configuration alone. */
function forceSentences({ before, after, direction }: Step): string[] {
  const alone = 'A site without people who decide names it in its configuration and starts again.';
  if (before.deidentificationHash !== after.deidentificationHash) {
    return [`Each site approves ${after.name} itself, names it in its configuration, and starts again.`];
  }
  return direction === 'tightening' && before.document.approvals.tightening <= 1
    ? [
        `Each site approves ${after.name} itself; one privacy officer suffices, and it is in force there at once. ${alone}`,
      ]
    : [
        `Each site approves ${after.name} itself; that takes two people, and it is in force from the next publish on. ${alone}`,
      ];
}

function dataSentences(before: Policy, after: Policy): string[] {
  if (before.deidentificationHash === after.deidentificationHash) {
    return [
      'The de-identification is the same: the snapshot that is in use stays in use, and nothing is read or published again.',
    ];
  }
  return [
    `The de-identification differs: headers must be read again, into a new staging of ${after.name}.`,
    `From the change until the next publish under ${after.name}, for which the calendar needs a new slot, nothing new is answered (unavailable).`,
    `Snapshots published under ${before.name} stay as they are; no new question is answered from them.`,
  ];
}

function answerSentences(before: Policy, after: Policy): string[] {
  const retries =
    'Answers that were given stay as they are, and who asks with the same signed request gets the same bytes.';
  const renamed =
    before.name === after.name
      ? []
      : [
          `Questions must name ${after.name}; sites that still work under ${before.name} refuse those, and the other way round (policy-version).`,
          `A question that was cut short under ${before.name} stays charged and is not taken up again under ${after.name}.`,
        ];
  return [retries, ...reuseSentences(before, after), ...renamed];
}

function reuseSentences(before: Policy, after: Policy): string[] {
  if (before.deidentificationHash !== after.deidentificationHash) {
    return ['The same question asked anew is asked of another snapshot, so it is charged again.'];
  }
  return before.disclosureHash === after.disclosureHash
    ? ['The same question asked anew is still answered from its stored answer, free.']
    : ['The disclosure rules differ: stored answers are not reused, so the same question asked anew is charged again.'];
}

function ceilingSentences(before: Policy, after: Policy): string[] {
  const [was, is] = [before, after].map(({ document }) => document.disclosure.epsilonCeiling.value);
  return Number(is) < Number(was)
    ? [`A site whose standing grant is above the new ceiling of ${is} doesn't start until it grants less.`]
    : [];
}

function rollbackSentence(before: Policy): string {
  return (
    `Going back to ${before.name} takes a publish as well, from its own staging, which is kept; ` +
    'patients who have withdrawn since are left out.'
  );
}
