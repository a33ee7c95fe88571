import type { Peer } from '../../link/index.ts';
import type { NodeConfig } from '../../node/index.ts';

/**
 * Why a site may not take unsigned questions, if it is to: they carry no coordinator's signature and cross the network in the clear.
 * `undefined` where it may.
 */
export function unsignedFault({ listen, relay }: NodeConfig, peers: readonly Peer[]): string | undefined {
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(listen.host);
  const isEnrolled = peers.some(({ role }) => role === 'coordinator');
  return listen.unsigned && (!isLocal || relay !== undefined || isEnrolled)
    ? 'listen.unsigned is for a site on its own machine: take it out where a coordinator is enrolled or the host is not 127.0.0.1.'
    : undefined;
}
