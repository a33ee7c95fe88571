import { Action, draftAction, type SignedAction, signAction } from '../../contract/index.ts';
import { CHANGES } from '../texts/changes.table.ts';
import { DECISIONS } from '../texts/decisions.table.ts';
import { PROBLEMS } from '../texts/problems.table.ts';
import type { PROJECTS } from '../texts/projects.table.ts';
import { SITE } from '../texts/site.table.ts';
import { lacksText } from './about.ts';
import { WAITS } from './access/parts.tsx';
import { failedAt, hidingFields, wrongFields } from './field-problems.ts';
import { namesText, rolesText } from './names.ts';
import type { Failed, Outcome } from './outcome.ts';
import { groundOf, isAboutDecision, refusalOf, STRONG_MINUTES, sentenceOf, type Visit } from './visit.ts';

/** How long a decision may wait for signatures. */
const WAITS_MS = 7 * 86_400_000;

/** What somebody decides on a page. */
export interface Wanted {
  readonly kind: Action['kind'];
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a policy: the text of its document. */
  readonly document?: string;
  readonly reason: string;
  readonly passphrase: string;
}

/** Writes a decision, signs it with the visitor's own key, and hands it in. */
export async function propose(visit: Visit, { kind, body, document, reason, passphrase }: Wanted): Promise<Outcome> {
  const { parts, view } = visit;
  const action = Action.safeParse({
    version: 1,
    id: parts.randomId(),
    site: parts.site,
    kind,
    body,
    reason: reason.trim(),
    expires: parts.nowMs() + WAITS_MS,
  });
  if (!action.success) {
    return wrongFields(view.say, kind, action.error.issues);
  }
  const hiding = hidingFields(view.say, action.data);
  if (hiding !== undefined) {
    return hiding;
  }
  const more = await signedBy(visit, draftAction(action.data), passphrase);
  if ('problem' in more) {
    return more;
  }
  const done = await handIn(visit, more.signed, { document });
  const at = ABOUT[kind];
  return 'problem' in done && done.isAbout === true && at !== undefined
    ? failedAt(view.say, [[at, done.problem]])
    : done;
}

/** Adds the visitor's signature to a decision and hands it in; a decline goes its own way. */
export async function signAndHand(visit: Visit, signed: SignedAction, passphrase: string): Promise<Outcome> {
  const more = await signedBy(visit, signed, passphrase);
  if ('problem' in more) {
    return more;
  }
  return await handIn(visit, more.signed);
}

/** The one field that says what a decision of a kind is about: what the node says of the decision is said there. */
const ABOUT: Partial<Record<Action['kind'], string>> = { grant: 'epsilon', freeze: 'scope' };

/** How a decision is handed in: what is said where it waits, and what comes with it. */
interface Handing {
  readonly waiting?: typeof DECISIONS.pending | typeof PROJECTS.handedIn;
  readonly document?: string | undefined;
}

/** Hands a decision in with the signatures that it has. */
export async function handIn(
  visit: Visit,
  signed: SignedAction,
  { waiting = DECISIONS.pending, document }: Handing = {},
): Promise<Outcome> {
  const { say } = visit.view;
  try {
    const {
      action,
      state,
      people,
      missing = '',
      lacks = [],
      inForceFrom,
    } = await visit.ask('submit', { signed, ...(document !== undefined && { document }) });
    return state === 'taken'
      ? {
          outcome: [
            say(DECISIONS.taken, { people: namesText(say, people) }),
            ...(inForceFrom ? [say(IN_FORCE[inForceFrom])] : []),
          ].join(' '),
        }
      : { outcome: say(waiting, { missing: lacks.length === 0 ? missing : lacksText(say, lacks) }), waits: action };
  } catch (error) {
    return told(visit, error);
  }
}

/** When an approved policy is in force. */
const IN_FORCE = { now: CHANGES.takenNow, publish: CHANGES.takenPublish, start: CHANGES.takenStart } as const;

/** Ends a pending decision, with a reason. */
export async function decline(
  visit: Visit,
  action: string,
  { reason, passphrase }: Pick<Wanted, 'reason' | 'passphrase'>,
): Promise<Outcome> {
  const { parts, view } = visit;
  const { say } = view;
  const drafted = Action.safeParse({
    version: 1,
    id: parts.randomId(),
    site: parts.site,
    kind: 'decline',
    body: { action },
    reason: reason.trim(),
    expires: parts.nowMs() + WAITS_MS,
  });
  if (!drafted.success) {
    return wrongFields(say, 'decline', drafted.error.issues);
  }
  const signed = await signedBy(visit, draftAction(drafted.data), passphrase);
  if ('problem' in signed) {
    return signed;
  }
  try {
    await visit.ask('decline', signed);
    return { outcome: say(DECISIONS.declined) };
  } catch (error) {
    return told(visit, error);
  }
}

/** Has the visitor's own key sign; says why it doesn't, where it doesn't. */
async function signedBy(
  { parts, person, view }: Visit,
  signed: SignedAction,
  passphrase: string,
): Promise<{ readonly signed: SignedAction } | Failed> {
  // A form that was kept over a sign-in comes without: that is no try.
  if (passphrase === '') {
    return failedAt(view.say, [['passphrase', view.say(DECISIONS.typePassphrase)]]);
  }
  const used = await parts.useKey({ person, passphrase }, (secretKey) => signAction(signed, secretKey));
  if (used.state === 'not-right') {
    return failedAt(view.say, [['passphrase', view.say(DECISIONS.wrongPassphrase)]]);
  }
  return used.state === 'used' ? { signed: used.result } : { problem: view.say(WHY[used.state], WAITS) };
}

const WHY = {
  'no-key': DECISIONS.noKey,
  'too-many-tries': PROBLEMS['too-many-tries'],
  busy: PROBLEMS.busy,
} as const;

/** The node's sentence about a decision that it didn't take; the form stays where only factors have to be shown. @throws whatever is not for a page to tell. */
function told({ view: { say }, roles }: Visit, error: unknown): Failed {
  switch (refusalOf(error)) {
    case 'not-fresh':
      return { problem: say(DECISIONS.keptForFactors, { minutes: STRONG_MINUTES }) };
    case 'not-allowed':
      return { problem: say(SITE.notAllowedWhy, { roles: rolesText(say, roles) }) };
    default: {
      const problem = sentenceOf(say, error);
      if (problem === undefined) {
        throw error;
      }
      const { code, values } = groundOf(error) ?? {};
      return code === 'pending-same'
        ? { problem, waits: values?.action ?? '' }
        : { problem, isAbout: isAboutDecision(error) };
    }
  }
}
