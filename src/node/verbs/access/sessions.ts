import { z } from 'zod';
import type { SignInMethod } from '../../../access/index.ts';
import { Id } from '../../../contract/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import { onRecord } from './on-record.ts';

/** Somebody who is signed in, once for each browser. Times are milliseconds since 1970-01-01 UTC. */
export interface SessionReport {
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
  const all = sessions.list().map(({ person, method, ageMs, strongAtMs }) => ({
    ...{ person, method, sinceMs: Math.trunc(now - ageMs) },
    ...(strongAtMs !== undefined && { strongAtMs: Math.trunc(strongAtMs) }),
  }));
  return { sessions: all.sort((one, other) => one.sinceMs - other.sinceMs) };
}

/** Whose sessions end; of everybody where nobody is named. */
export const EndSessionsInput = z.strictObject({ person: Id.optional() });

interface EndSessions {
  readonly ctx: Pick<NodeContext, 'sessions' | 'journal'>;
  readonly actor: Actor;
  readonly input: z.infer<typeof EndSessionsInput>;
}

/** Signs a person, or everybody, out in every browser; what they sign in with stays. Gives how many sessions there were. */
export async function endSessions({ ctx, actor, input: { person } }: EndSessions): Promise<{ ended: number }> {
  const changed = { actor, change: 'signed out', ...(person !== undefined && { person }) } as const;
  return await onRecord(ctx, changed, () => {
    const whose = person === undefined ? new Set(ctx.sessions.list().map((one) => one.person)) : [person];
    return { ended: [...whose].reduce((so, one) => so + ctx.sessions.endAllOf(one), 0) };
  });
}
