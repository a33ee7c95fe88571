import { isIP } from 'node:net';
import { z } from 'zod';

/** What Hono's server for Node hands on of a request. */
const Env = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }) });

/** What asked, for counting tries: the address itself, or, of IPv6, the /64 that one household or machine has to itself. */
export function askerOf(env: unknown, forwarded: string | undefined, proxies: readonly string[]): string {
  const direct = plain(Env.safeParse(env).data?.incoming.socket.remoteAddress ?? '');
  const told = plain(forwarded?.split(',').at(-1)?.trim() ?? '');
  // Only what the nearest proxy itself added counts: the rest of the list is whatever the asker wrote.
  return network(proxies.map(plain).includes(direct) && isIP(told) !== 0 ? told : direct);
}

/** An IPv4 address is one address, however it is written. */
function plain(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');
}

function network(address: string): string {
  if (isIP(address) !== 6) {
    return address;
  }
  const [front = '', back] = address.split('%')[0]?.split('::') ?? [];
  const head = front === '' ? [] : front.split(':');
  const tail = back === undefined || back === '' ? [] : back.split(':');
  const groups =
    back === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
