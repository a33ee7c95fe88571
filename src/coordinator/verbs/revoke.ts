import { TRPCError } from '@trpc/server';
import {
  type FederatedRevocation,
  type RevocationReply,
  readRevocation,
  type SignedRevocation,
} from '../../contract/index.ts';
import type { CoordinatorContext } from '../context.ts';
import { fanOut } from '../fan-out.ts';

interface Revoke {
  readonly ctx: CoordinatorContext;
  readonly input: SignedRevocation;
}

/** Tells every site of this coordinator that a key is revoked, unchanged as the key signed it, and passes on what each says. */
export function revoke(asking: Revoke): Promise<FederatedRevocation> {
  return asking.ctx.underWay.during(() => told(asking));
}

async function told({ ctx, input }: Revoke): Promise<FederatedRevocation> {
  if (readRevocation(input) === undefined) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'request-invalid' });
  }
  const replies = await fanOut<RevocationReply>(ctx, {
    sites: ctx.config.sites.map(({ id }) => id),
    send: (link, signal) => link.revoke(input, signal),
    onceItRuns: 'Whether the site has the revocation on record isn’t known: send it again once the coordinator runs.',
    refusalOf: () => undefined,
  });
  return {
    sites: replies.map(({ site, reason, reply }) => {
      const standing = reply === undefined ? { state: 'unavailable' as const, ...(reason && { reason }) } : said(reply);
      return { site, ...standing };
    }),
  };
}

const NO_ROOM =
  'The site knows no such key, and keeps no more of those today: send it again tomorrow, or have an officer of the site revoke the key.';

function said(reply: RevocationReply): Omit<FederatedRevocation['sites'][number], 'site'> {
  return reply.state === 'recorded'
    ? { state: 'recorded', acknowledgement: reply.acknowledgement }
    : { state: 'not-recorded', reason: NO_ROOM };
}
