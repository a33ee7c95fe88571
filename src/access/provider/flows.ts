import { bytesToHex, type Clock, LIMITS, sha256, utf8ToBytes } from '../../base/index.ts';

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
  const open = new Map<string, { readonly flow: Flow; readonly untilMs: number }>();
  return Object.freeze({
    keep(flow, browser) {
      open.set(keyOf(flow.state, browser), { flow, untilMs: clock.monotonicMs() + LIMITS.providerMsMax });
      // A map keeps its order: the first is the oldest.
      for (const oldest of open.size > LIMITS.challengesMax ? [...open.keys()].slice(0, 1) : []) {
        open.delete(oldest);
      }
    },
    take(state, browser) {
      const kept = open.get(keyOf(state, browser));
      open.delete(keyOf(state, browser));
      return kept !== undefined && clock.monotonicMs() < kept.untilMs ? kept.flow : undefined;
    },
  } satisfies Flows);
}

function keyOf(state: string, browser: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${browser}\n${state}`)));
}
