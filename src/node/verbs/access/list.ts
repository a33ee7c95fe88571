import { isOpen, type Now, type PeopleFolder, signsIn } from '../../../access/index.ts';
import { isSfumatoError } from '../../../base/index.ts';
import type { NodeContext } from '../../context.ts';

/** How a person signs in here. */
export interface AccessReport {
  readonly person: string;
  readonly state: 'signs in' | 'invited' | 'invitation expired' | 'nothing set up' | 'unreadable';
  readonly password: boolean;
  readonly passkeys: number;
  /** Public half, base64url. */
  readonly decidingKey: string | null;
}

/** Everybody who was invited to sign in here, and by what they do. */
export async function listAccess({
  ctx,
}: {
  readonly ctx: Pick<NodeContext, 'people' | 'journal' | 'clock'>;
}): Promise<{
  people: readonly AccessReport[];
}> {
  const { people, journal, clock } = ctx;
  const now = { nowMs: journal.nowMs(), wallMs: clock.wallMs() };
  return { people: people.list().map((person) => reportOf(people, person, now)) };
}

function reportOf(people: PeopleFolder, person: string, now: Now): AccessReport {
  const decidingKey = people.key(person)?.publicKey ?? null;
  try {
    const known = people.read(person);
    const open = known?.invitation;
    const invited = open === undefined ? 'nothing set up' : isOpen(open, now) ? 'invited' : 'invitation expired';
    return {
      person,
      state: signsIn(known) ? 'signs in' : invited,
      password: known?.password !== undefined,
      passkeys: known?.passkeys.length ?? 0,
      decidingKey,
    };
  } catch (error) {
    if (!isSfumatoError(error, 'key-invalid')) {
      throw error;
    }
    return { person, state: 'unreadable', password: false, passkeys: 0, decidingKey };
  }
}
