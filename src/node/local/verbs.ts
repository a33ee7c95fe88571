import { z } from 'zod';
import { isSfumatoError, SfumatoError } from '../../base/index.ts';
import { type Actor, assertAllowed, type GroundCode, LogFilter, SHELL } from '../../governance/index.ts';
import type { Read } from '../access-log.ts';
import type { NodeContext } from '../context.ts';
import { InviteInput, invitePerson, resetPerson } from '../verbs/access/invite.ts';
import { listAccess } from '../verbs/access/list.ts';
import { RevokeAccessInput, revokeAccess } from '../verbs/access/revoke.ts';
import {
  EndOwnInput,
  EndSessionsInput,
  endOwnSession,
  endSessions,
  listOwnSessions,
  listSessions,
} from '../verbs/access/sessions.ts';
import { listAgreements } from '../verbs/agreement/list.ts';
import { IngestInput, ingestArchive } from '../verbs/archive/ingest.ts';
import { PublishInput, publishSnapshot } from '../verbs/archive/publish.ts';
import { listQuarantine, QuarantineInput } from '../verbs/archive/quarantine.ts';
import { IngestRunInput, listIngests, showIngest } from '../verbs/archive/reports.ts';
import { countStaged } from '../verbs/archive/staged.ts';
import { compareAnew, discardReadAnew, ReplaceInput, replaceStaged } from '../verbs/archive/staging-anew.ts';
import { showBudget } from '../verbs/budget/show.ts';
import { showTogether } from '../verbs/budget/together.ts';
import { addConsent, ConsentInput } from '../verbs/consent/add.ts';
import { showConsent } from '../verbs/consent/show.ts';
import { ActionInput, applyAction } from '../verbs/decision/apply.ts';
import { DeclineInput, declineAction } from '../verbs/decision/decline.ts';
import { listInbox } from '../verbs/decision/inbox.ts';
import { showLog } from '../verbs/decision/log.ts';
import { SubmitInput, submitAction } from '../verbs/decision/submit.ts';
import { listIncidents } from '../verbs/incident/list.ts';
import { DestroyInput, destroyKey } from '../verbs/keys/destroy.ts';
import { parseKeyInput } from '../verbs/keys/input.ts';
import { RotateInput, rotateKey } from '../verbs/keys/rotate.ts';
import { showKeys } from '../verbs/keys/show.ts';
import { ForgetInput, forgetPeer, TrustInput, trustPeer } from '../verbs/peers/enrol.ts';
import { listPeople } from '../verbs/people/list.ts';
import { CompareInput, comparePolicies } from '../verbs/policy/compare.ts';
import { DraftInput, draftPolicy } from '../verbs/policy/draft.ts';
import { listPolicies } from '../verbs/policy/list.ts';
import { showPolicy } from '../verbs/policy/show.ts';
import { listProjects } from '../verbs/project/list.ts';
import { listReceipts, ReceiptsInput } from '../verbs/receipt/list.ts';
import { ReceiptInput, showReceipt } from '../verbs/receipt/show.ts';
import { assessRisk } from '../verbs/risk/assess.ts';
import { RiskInput } from '../verbs/risk/choice.ts';
import { beginRisk, showKeptRisk, showRiskStanding, stopRisk } from '../verbs/risk/in-background.ts';
import { showStatus } from '../verbs/site/status.ts';
import { listSnapshots } from '../verbs/snapshot/list.ts';
import type { ServeVerb } from './serve.ts';

/** What somebody wants done, by whom, and how to hear of its progress. */
interface Call {
  readonly input: unknown;
  readonly actor: Actor;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: unknown) => void;
  /** What is shown leaves as a file: the access log says so. */
  readonly exported?: boolean;
}

/** A call, and how it does what it begins when the archive is free. */
interface Turned extends Call {
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

type Verb = (ctx: NodeContext, call: Turned) => Promise<unknown>;

const VERBS = {
  ingest: (ctx, { input, signal, onProgress }) =>
    ingestArchive({ ctx, input: parsed(IngestInput, input), signal, onProgress }),
  publish: (ctx, { actor, input }) => publishSnapshot({ ctx, actor, input: parsed(PublishInput, input) }),
  quarantine: (ctx, { actor, input }) =>
    listQuarantine({ ctx, actor, reveal: false, input: parsed(QuarantineInput, input) }),
  staged: (ctx) => countStaged({ ctx }),
  risk: (ctx, { input, signal, onProgress }) =>
    assessRisk({ ctx, input: parsed(RiskInput, input), signal, onProgress }),
  'risk-begin': (ctx, { actor, input, inTurn }) => beginRisk({ ctx, actor, input: parsed(RiskInput, input), inTurn }),
  'risk-stop': (ctx) => stopRisk({ ctx }),
  'risk-standing': (ctx) => showRiskStanding({ ctx }),
  'risk-kept': (ctx) => showKeptRisk({ ctx }),
  'staging-compare': (ctx) => compareAnew({ ctx }),
  'staging-replace': (ctx, { actor, input }) => replaceStaged({ ctx, actor, input: parsed(ReplaceInput, input) }),
  'staging-discard': (ctx) => discardReadAnew({ ctx }),
  ingests: (ctx) => listIngests({ ctx }),
  'ingest-report': (ctx, { input }) => showIngest({ ctx, input: parsed(IngestRunInput, input) }),
  reveal: (ctx, { actor, input }) =>
    listQuarantine({ ctx, actor, reveal: true, input: parsed(QuarantineInput, input) }),
  'consent-add': (ctx, { input }) => addConsent({ ctx, input: parsed(ConsentInput, input) }),
  consent: (ctx) => showConsent({ ctx }),
  budget: (ctx) => showBudget({ ctx }),
  together: (ctx) => showTogether({ ctx }),
  receipts: (ctx, { input }) => listReceipts({ ctx, input: parsed(ReceiptsInput, input) }),
  receipt: (ctx, { input }) => showReceipt({ ctx, input: parsed(ReceiptInput, input) }),
  policy: (ctx) => showPolicy({ ctx }),
  status: (ctx) => showStatus({ ctx }),
  action: (ctx, { input }) => applyAction({ ctx, input: parsed(ActionInput, input) }),
  submit: (ctx, { input }) => submitAction({ ctx, input: parsed(SubmitInput, input) }),
  decline: (ctx, { input }) => declineAction({ ctx, input: parsed(DeclineInput, input) }),
  inbox: (ctx) => listInbox({ ctx }),
  log: (ctx, { input }) => showLog({ ctx, input: parsed(LogFilter, input) }),
  projects: (ctx) => listProjects({ ctx }),
  agreements: (ctx) => listAgreements({ ctx }),
  incidents: (ctx) => listIncidents({ ctx }),
  people: (ctx) => listPeople({ ctx }),
  snapshots: (ctx) => listSnapshots({ ctx }),
  policies: (ctx) => listPolicies({ ctx }),
  access: (ctx) => listAccess({ ctx }),
  'access-invite': (ctx, { actor, input }) => invitePerson({ ctx, actor, input: parsed(InviteInput, input) }),
  'access-reset': (ctx, { actor, input }) => resetPerson({ ctx, actor, input: parsed(InviteInput, input) }),
  'access-revoke': (ctx, { actor, input }) => revokeAccess({ ctx, actor, input: parsed(RevokeAccessInput, input) }),
  sessions: (ctx) => listSessions({ ctx }),
  'sessions-end': (ctx, { actor, input }) => endSessions({ ctx, actor, input: parsed(EndSessionsInput, input) }),
  'own-sessions': (ctx, { actor }) => listOwnSessions({ ctx, actor }),
  'own-sessions-end': (ctx, { actor, input }) => endOwnSession({ ctx, actor, input: parsed(EndOwnInput, input) }),
  'policy-diff': (ctx, { input }) => comparePolicies({ ctx, input: parsed(CompareInput, input) }),
  'policy-draft': (ctx, { input }) => draftPolicy({ ctx, input: parsed(DraftInput, input) }),
  keys: (ctx) => showKeys({ ctx }),
  rotate: (ctx, { actor, input }) => rotateKey({ ctx, actor, input: parseKeyInput(RotateInput, input) }),
  destroy: (ctx, { actor, input }) => destroyKey({ ctx, actor, input: parseKeyInput(DestroyInput, input) }),
  'peer-trust': (ctx, { actor, input }) => trustPeer({ ctx, actor, input: parsed(TrustInput, input) }),
  'peer-forget': (ctx, { actor, input }) => forgetPeer({ ctx, actor, input: parsed(ForgetInput, input) }),
} satisfies Readonly<Record<string, Verb>>;

/** Verbs for people on the site: through the owner's socket and on the site's pages, never through what coordinators reach. */
export type LocalVerb = keyof typeof VERBS;

/** What each verb gives. */
export type VerbOutput = { readonly [V in LocalVerb]: Awaited<ReturnType<(typeof VERBS)[V]>> };

/** A verb and who wants it. */
export interface VerbCall<V extends LocalVerb = LocalVerb> extends Call {
  readonly verb: V;
}

/** Does a verb if the role table lets the actor. @throws SfumatoError `not-allowed`, `not-fresh`, or as the verb does. */
export type RunVerb = <V extends LocalVerb>(call: VerbCall<V>) => Promise<VerbOutput[V]>;

const HANDLERS: { readonly [V in LocalVerb]: (ctx: NodeContext, call: Turned) => Promise<VerbOutput[V]> } = VERBS;

/** What waits for other work on the archive. Keys are changed between such work, because it seals files; a freeze never waits. */
const ONE_AT_A_TIME: readonly LocalVerb[] = [
  ...(['ingest', 'publish', 'quarantine', 'reveal', 'staged', 'risk'] as const),
  ...(['staging-compare', 'staging-replace', 'staging-discard'] as const),
  ...(['consent', 'consent-add', 'rotate', 'destroy'] as const),
];

export const LocalVerb = z.enum(Object.keys(VERBS) as [LocalVerb, ...LocalVerb[]]);

/** Runs local verbs over `ctx`; archive verbs one at a time. */
export function localVerbs(ctx: NodeContext): RunVerb {
  let archive: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = archive.then(work);
    archive = mine.catch(() => undefined);
    return mine;
  };
  return async <V extends LocalVerb>(call: VerbCall<V>): Promise<VerbOutput[V]> => {
    const { logged } = assertAllowed(call.verb, call.actor, ctx.journal.nowMs());
    const work = (): Promise<VerbOutput[V]> => HANDLERS[call.verb](ctx, { ...call, inTurn });
    const recorded = (): Promise<VerbOutput[V]> => onRecord(ctx, { call, logged, work });
    return await (ONE_AT_A_TIME.includes(call.verb) ? inTurn(recorded) : recorded());
  };
}

/** Verbs by name, for whoever opened the owner's socket: the site's own account. */
export function verbsByName(run: RunVerb): ServeVerb {
  return async (call) => {
    const verb = LocalVerb.safeParse(call.verb);
    if (!verb.success) {
      throw new SfumatoError(
        'wrong-use',
        'The process that uses this folder does not know the verb; it may be an older version.',
      );
    }
    return await run({ ...call, verb: verb.data, actor: SHELL });
  };
}

interface Recorded<T> {
  readonly call: VerbCall;
  readonly logged: boolean;
  readonly work: () => Promise<T>;
}

/** Grounds that tell something of what a verb would have shown. */
const TELLING: readonly (string | undefined)[] = ['risk-population'] satisfies readonly GroundCode[];

/** Nothing is shown before it is on record that it was, nor is a ground told that says something of it. */
async function onRecord<T>(ctx: NodeContext, { call, logged, work }: Recorded<T>): Promise<T> {
  const record = async (): Promise<void> => {
    const { verb, actor, exported } = call;
    const body: Read = { verb, via: actor.via, ...(exported === true && { exported }) };
    await ctx.journal.append({ kind: 'read', actor: actor.person, body }).durable;
  };
  try {
    const shown = await work();
    if (logged) {
      await record();
    }
    return shown;
  } catch (error) {
    if (logged && isSfumatoError(error) && TELLING.includes(error.ground?.code)) {
      await record();
    }
    throw error;
  }
}

function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (!read.success) {
    throw new SfumatoError('wrong-use', 'What was handed in is not in its form; this program may be another version.');
  }
  return read.data;
}
