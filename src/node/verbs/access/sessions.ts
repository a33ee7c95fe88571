import { z } from 'zod';
import type { Session, SignInMethod } from '../../../access/index.ts';
import { SfumatoError } from '../../../base/index.ts';
import { Id } from '../../../contract/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import { onRecord } from './on-record.ts';

/** Somebody who is signed in, once for each browser. Times are milliseconds since 1970-01-01 UTC. */
export interface SessionReport {
  /** Names the session, and opens nothing: 32 hex digits. */
  readonly session: string;
  readonly person: string;
  readonly method: SignInMethod;
  readonly sinceMs: number;
  /** When two factors were last shown; absent if never. */
  readonly strongAtMs?: number;
}

type Sessions = Pick<NodeContext, 'sessions' | 'clock'>;

/** Who is signed in to the site's pages now, the longest first. Sessions are in memory: where no process serves the pages there is none. */
export async function listSessions({ ctx: { sessions, clock } }: { readonly ctx: Sessions }): Promise<{
  sessions: readonly SessionReport[];
}> {
  const now = clock.wallMs();
  const all = sessions.list().map((one) => reportOf(one, now));
  return { sessions: all.sort((one, other) => one.sinceMs - other.sinceMs) };
}

function reportOf({ handle, person, method, ageMs, strongAtMs }: Session, nowMs: number): SessionReport {
  return {
    session: handle,
    person,
    method,
    sinceMs: Math.trunc(nowMs - ageMs),
    ...(strongAtMs !== undefined && { strongAtMs: Math.trunc(strongAtMs) }),
  };
}

/** The sessions of who asks, in each of their browsers. */
export async function listOwnSessions({ ctx, actor }: { readonly ctx: Sessions; readonly actor: Actor }): Promise<{
  sessions: readonly SessionReport[];
}> {
  const { sessions } = await listSessions({ ctx });
  return { sessions: sessions.filter(({ person }) => person === actor.person) };
}

const Handle = z.string().regex(/^[0-9a-f]{32}$/);

/** Whose sessions end, or which one; of everybody where nothing is named. */
export const EndSessionsInput = z
  .strictObject({ person: Id.optional(), session: Handle.optional() })
  .refine(({ person, session }) => person === undefined || session === undefined);

type EndContext = Pick<NodeContext, 'sessions' | 'journal' | 'accessLog' | 'people'>;

interface EndSessions {
  readonly ctx: EndContext;
  readonly actor: Actor;
  readonly input: z.infer<typeof EndSessionsInput>;
}

/**
 * Signs a person, or everybody, out in every browser, or ends one session; what they sign in with stays. Gives how many sessions there
 * were. @throws SfumatoError `wrong-use` where the named session is none any more.
 */
export async function endSessions({ ctx, actor, input }: EndSessions): Promise<{ ended: number }> {
  const { person, session } = input;
  if (session !== undefined) {
    return await endOne(ctx, { actor, session, of: ctx.sessions.list().find(({ handle }) => handle === session) });
  }
  const changed = { actor, change: 'signed out', ...(person !== undefined && { person }) } as const;
  return await onRecord(ctx, changed, () => {
    const whose = person === undefined ? new Set(ctx.sessions.list().map((one) => one.person)) : [person];
    return { ended: [...whose].reduce((so, one) => so + ctx.sessions.endAllOf(one), 0) };
  });
}

/** Which of their own sessions somebody ends. */
export const EndOwnInput = z.strictObject({ session: Handle });

interface EndOwn {
  readonly ctx: EndContext;
  readonly actor: Actor;
  readonly input: z.infer<typeof EndOwnInput>;
}

/** Ends one of the sessions of who asks. @throws SfumatoError `wrong-use` where it is none of theirs. */
export async function endOwnSession({ ctx, actor, input: { session } }: EndOwn): Promise<{ ended: number }> {
  const theirs = ctx.sessions.list().filter(({ person }) => person === actor.person);
  return await endOne(ctx, { actor, session, of: theirs.find(({ handle }) => handle === session) });
}

interface One {
  readonly actor: Actor;
  readonly session: string;
  readonly of: Session | undefined;
}

async function endOne(ctx: EndContext, { actor, session, of }: One): Promise<{ ended: number }> {
  if (of === undefined) {
    throw new SfumatoError('wrong-use', 'There is no such session; it may have ended.');
  }
  return await onRecord(ctx, { actor, change: 'signed out', person: of.person }, () => ({
    ended: ctx.sessions.endNamed(session) === undefined ? 0 : 1,
  }));
}
