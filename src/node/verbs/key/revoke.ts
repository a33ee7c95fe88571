import { assert, SfumatoError } from '../../../base/index.ts';
import {
  acknowledgementText,
  type RevocationReply,
  readRevocation,
  SignedRevocation,
} from '../../../contract/index.ts';
import type { StatingContext } from '../../context.ts';

/** A key's own revocation. */
export const RevokeInput = SignedRevocation;

interface Revoke {
  readonly ctx: StatingContext;
  readonly input: SignedRevocation;
}

/**
 * Records that a key is revoked, before the site acknowledges it; a revocation that comes again gets the same acknowledgement. Keys that
 * nobody here has are kept too, as far as there is room: they may be enrolled later.
 */
export async function revokeKey({ ctx, input }: Revoke): Promise<RevocationReply> {
  const { governance, journal } = ctx;
  const { site } = ctx.config;
  const revocation = readRevocation(input);
  if (revocation === undefined) {
    throw new SfumatoError('request-invalid', 'This is no revocation that the key itself signed.');
  }
  const { key } = revocation;
  const person = governance.holderOf(key);
  const known = governance.revokedAt(key);
  if (known === undefined && person === undefined && !governance.hasRoomForStrangers(journal.nowMs())) {
    return { state: 'not-recorded', site };
  }
  if (known === undefined || known >= journal.durableRecords) {
    // One that is still on its way to the disk is recorded once more: a record is durable after those before it.
    await journal.append({ kind: 'revocation', actor: person ?? 'unknown', keyId: key, body: input }).durable;
  }
  const seq = governance.revokedAt(key);
  assert(seq !== undefined, 'what is recorded is revoked');
  return { state: 'recorded', site, acknowledgement: ctx.notary.attest(acknowledgementText({ site, key, seq })) };
}
