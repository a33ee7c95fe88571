import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomId, systemClock } from '../../src/base/index.ts';
import { listen } from '../../src/cli/server/serve.ts';
import {
  type Answerer,
  callIn,
  createAnswerer,
  createCaller,
  createCallers,
  createHub,
  createPost,
  directWay,
  type LinkIdentity,
  linkEndpoint,
  type NonceBook,
  openNonceBook,
  type Peer,
  peerOf,
  relayCalls,
  relayVerbs,
  type SiteLink,
  siteLink,
  type Verbs,
} from '../../src/link/index.ts';
import { entropy, makerOf, party } from './parties.ts';
import { type Tap, tapOn } from './tap.ts';

export type LinkKind = 'relay' | 'direct';

/** One coordinator and one site with a wire between them, over either link: real servers, in this process. */
export interface Federation {
  readonly link: SiteLink;
  readonly tap: Tap;
  /** What the site was asked to do. */
  readonly asked: readonly string[];
  /** Ends the site's part, whatever it is doing, and starts it anew on the same folder. */
  restartSite(): Promise<void>;
  close(): Promise<void>;
}

/** A site with keys of its own, and what answers the messages of a coordinator there. */
export interface OwnSite {
  readonly self: LinkIdentity;
  answererFor(coordinator: Peer, nonces: NonceBook): Answerer;
}

/** Starts both over a link of this kind; `does` is what the site does, or a site as it is. */
export async function federation(kind: LinkKind, does: Verbs | OwnSite): Promise<Federation> {
  const root = mkdtempSync(join(tmpdir(), 'sfumato-link-'));
  const coordinator = party('coordinator', 'north');
  const made = typeof does === 'function' ? party('site', 'harbour') : does.self;
  const site = { ...made, peer: peerOf(made) };
  const asked: string[] = [];
  const answers =
    typeof does === 'function'
      ? answersBy(site, coordinator.peer, (from, saying, signal) => {
          asked.push(saying.verb);
          return does(from, saying, signal);
        })
      : (nonces: NonceBook) => does.answererFor(coordinator.peer, nonces);
  const hub = createHub({ sites: ['harbour'], clock: systemClock, entropy });
  const relay = await servedParty(
    join(root, 'north'),
    answersBy(coordinator, site.peer, relayVerbs(hub, createCallers(systemClock))),
  );
  const post = createPost({});
  let tap: Tap | undefined;
  const startSite = async () => {
    const own = await servedParty(join(root, 'harbour'), answers);
    tap ??= await tapOn(kind === 'relay' ? relay.url : own.url);
    if (kind === 'direct') {
      tap.aim(own.url);
      return own.close;
    }
    const stop = new AbortController();
    const { url } = tap;
    const call = () => createCaller(makerOf(site), coordinator.peer, directWay(createPost({}), url));
    const parts = {
      relay: relayCalls(call(), call(), randomId(entropy)),
      answer: own.answerer,
      clock: systemClock,
      entropy,
    };
    const ended = callIn({ ...parts, signal: stop.signal, onState: () => undefined });
    return async () => {
      stop.abort();
      await ended;
      await own.close();
    };
  };
  let endSite = await startSite();
  if (tap === undefined) {
    throw new Error('the site has started');
  }
  const wire: Tap = tap;
  const carry = kind === 'direct' ? directWay(post, wire.url) : hub.deliver.bind(hub, 'harbour');
  return {
    link: siteLink('harbour', createCaller(makerOf(coordinator), site.peer, carry)),
    tap: wire,
    asked,
    async restartSite() {
      await endSite();
      endSite = await startSite();
    },
    async close() {
      await endSite();
      await wire.close();
      await relay.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** What answers the messages of one party that another knows. */
function answersBy(self: LinkIdentity, knows: Peer, verbs: Verbs): (nonces: NonceBook) => Answerer {
  return ({ claim }) =>
    createAnswerer({
      ...makerOf(self),
      peerOfKey: (keyId) => (keyId === Buffer.from(knows.signing).toString('hex') ? knows : undefined),
      claim,
      verbs,
    });
}

/** A party that takes messages at a URL and keeps its nonces in a folder. */
async function servedParty(folder: string, answers: (nonces: NonceBook) => Answerer) {
  mkdirSync(folder, { recursive: true });
  const stop = new AbortController();
  const nonces = await openNonceBook(folder, systemClock.wallMs);
  const answerer = answers(nonces);
  const app = { fetch: (request: Request) => linkEndpoint(request, answerer, stop.signal) };
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    url: server.url,
    answerer,
    async close() {
      stop.abort();
      await server.close();
      await nonces.close();
    },
  };
}
