import { bytesToHex, type Clock, LIMITS, sha256, utf8ToBytes } from '../../base/index.ts';
import { keptOnce } from '../kept-once.ts';

/** A way to the provider and back that has begun. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636): whoever catches the code lacks it. */
  readonly verifier: string;
  readonly redirectUri: string;
  /** How long ago somebody may have signed in at the provider, in seconds. */
  readonly maxAgeS: number;
  /** Who shows two factors again; nobody where somebody signs in. */
  readonly stepUpOf: string | undefined;
  readonly next: string;
  readonly beganMs: number;
}

/** Flows that are on their way: each comes back once, within minutes, in the browser that it left from. */
export interface Flows {
  keep(flow: Flow, browser: string): void;
  take(state: string, browser: string): Flow | undefined;
}

export function createFlows(clock: Clock): Flows {
  const open = keptOnce<Flow>(clock, LIMITS.providerMsMax);
  return Object.freeze({
    keep: (flow, browser) => open.keep(keyOf(flow.state, browser), flow),
    take: (state, browser) => open.take(keyOf(state, browser)),
  } satisfies Flows);
}

function keyOf(state: string, browser: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${browser}\n${state}`)));
}
