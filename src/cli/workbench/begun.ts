import { isSfumatoError } from '../../base/index.ts';
import type { FederatedReply, SiteState } from '../../contract/index.ts';
import type { Asked, Wanted } from '../../dashboard/index.ts';

/** A question that is on its way. */
export interface Begun {
  readonly id: string;
  readonly wanted: Wanted;
  /** What the builder's form held, as a query. */
  readonly form: string;
  /** Until when sites take the signed request, where that can be sent again from here. */
  readonly until?: number;
  /** Whom it is asked of. */
  readonly sites: readonly string[];
  /** Asks, and tells each site's state as it comes. */
  readonly ask: (
    tell: (outcome: { readonly site: string; readonly state: SiteState }) => void,
  ) => Promise<FederatedReply>;
}

/** Asks in the background: what is given back shows at any time how it stands. `onReply` may keep the answer before it is shown. */
export function begin(
  { sites, ask, ...about }: Begun,
  onReply: (reply: FederatedReply) => void = () => undefined,
): Asked {
  const states = new Map<string, SiteState | 'asked'>(sites.map((site) => [site, 'asked']));
  let reply: FederatedReply | undefined;
  let failed: string | undefined;
  const follow = async (): Promise<void> => {
    try {
      const whole = await ask(({ site, state }) => void states.set(site, state));
      onReply(whole);
      reply = whole;
    } catch (error) {
      // Of a site that hasn't been heard of nothing is known, and it is asked no more.
      for (const [site, state] of states) {
        states.set(site, state === 'asked' ? 'unavailable' : state);
      }
      failed = isSfumatoError(error) ? error.message : 'The question could not be asked.';
    }
  };
  void follow();
  return Object.freeze({
    ...about,
    sites: states,
    get reply() {
      return reply;
    },
    get failed() {
      return failed;
    },
  } satisfies Asked);
}
