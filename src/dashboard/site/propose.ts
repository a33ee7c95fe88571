import { Action, draftAction, type SignedAction } from '../../contract/index.ts';
import { DECISIONS } from '../texts/decisions.table.ts';
import { namesText } from './inbox.tsx';
import { refusalOf, sentenceOf, type Visit } from './visit.ts';

/** How long a decision may wait for signatures. */
const WAITS_MS = 7 * 86_400_000;

/** What became of a decision, in words; or why nothing did. */
export type Outcome = { readonly outcome: string } | { readonly problem: string };

/** What somebody decides on a page. */
export interface Wanted {
  readonly kind: Action['kind'];
  readonly body: Readonly<Record<string, unknown>>;
  readonly reason: string;
  readonly passphrase: string;
}

/** Writes a decision, signs it with the visitor's own key, and hands it in. */
export async function propose(visit: Visit, { kind, body, reason, passphrase }: Wanted): Promise<Outcome> {
  const { parts, view } = visit;
  const action = Action.safeParse({
    ...{ version: 1, id: parts.randomId(), site: parts.site, kind, body, reason: reason.trim() },
    expires: parts.nowMs() + WAITS_MS,
  });
  if (!action.success) {
    return { problem: view.say(DECISIONS.wrongForm) };
  }
  return await signAndHand(visit, draftAction(action.data), passphrase);
}

/** Adds the visitor's signature to a decision and hands it in; a decline goes its own way. */
export async function signAndHand(visit: Visit, signed: SignedAction, passphrase: string): Promise<Outcome> {
  const { parts, view, person } = visit;
  const { say } = view;
  const more = await parts.sign({ person, passphrase, signed });
  if (more === undefined) {
    return { problem: say(DECISIONS.wrongPassphrase) };
  }
  try {
    const report = await visit.ask('submit', { signed: more });
    return {
      outcome:
        report.state === 'taken'
          ? say(DECISIONS.taken, { people: namesText(say, report.people) })
          : say(DECISIONS.pending, { missing: report.missing ?? '' }),
    };
  } catch (error) {
    return { problem: told(error) };
  }
}

/** Ends a pending decision, with a reason. */
export async function decline(
  visit: Visit,
  action: string,
  { reason, passphrase }: Pick<Wanted, 'reason' | 'passphrase'>,
): Promise<Outcome> {
  const { parts, view, person } = visit;
  const { say } = view;
  const drafted = Action.safeParse({
    ...{ version: 1, id: parts.randomId(), site: parts.site, kind: 'decline', body: { action }, reason: reason.trim() },
    expires: parts.nowMs() + WAITS_MS,
  });
  if (!drafted.success) {
    return { problem: say(DECISIONS.wrongForm) };
  }
  const signed = await parts.sign({ person, passphrase, signed: draftAction(drafted.data) });
  if (signed === undefined) {
    return { problem: say(DECISIONS.wrongPassphrase) };
  }
  try {
    await visit.ask('decline', { signed });
    return { outcome: say(DECISIONS.declined) };
  } catch (error) {
    return { problem: told(error) };
  }
}

/** The node's sentence about a decision that it didn't take. @throws whatever is not for a page to tell, factors to be shown again included. */
function told(error: unknown): string {
  const sentence = sentenceOf(error);
  if (sentence === undefined || refusalOf(error) === 'not-fresh') {
    throw error;
  }
  return sentence;
}
