import { randomId, systemClock, systemEntropy } from '../../src/base/index.ts';
import {
  callIn,
  createAnswerer,
  createCaller,
  createPost,
  directWay,
  keyIdOf,
  relayCalls,
} from '../../src/link/index.ts';
import { identityFrom } from './federation-party.ts';

// Many simulated sites in one process: each calls the relay and answers after a while, with a real message but no data.
// What work it cost them so far is said to whoever sends a message.
// Arguments: relay's URL, secret seed of all parties, how many sites, milliseconds that each takes, the reply as JSON.

const [url = '', seed = '', count = '0', answerMs = '0', reply = '{}'] = process.argv.slice(2);
const coordinator = identityFrom(seed, 'coordinator', 'north');
const entropy = systemEntropy();
const stop = new AbortController();
process.on('SIGTERM', () => {
  stop.abort();
  process.disconnect();
});
process.on('message', () => process.send?.(process.cpuUsage()));

await Promise.all(
  Array.from({ length: Number(count) }, async (_, at) => {
    const self = identityFrom(seed, 'site', `site-${at}`);
    const maker = { self, entropy, nowMs: systemClock.wallMs };
    const answer = createAnswerer({
      ...maker,
      peerOfKey: (keyId) => (keyId === keyIdOf(coordinator.peer) ? coordinator.peer : undefined),
      claim: async () => true,
      async verbs() {
        await new Promise((resolve) => setTimeout(resolve, Number(answerMs)));
        const { answer: canned, ...rest } = JSON.parse(reply);
        return { output: { ...rest, answer: { ...canned, site: self.name } } };
      },
    });
    // With connections of its own, as a site that is alone on its machine.
    const caller = () => createCaller(maker, coordinator.peer, directWay(createPost({}), url));
    const relay = relayCalls(caller(), caller(), randomId(entropy));
    await callIn({
      ...{ relay, answer, entropy },
      clock: systemClock,
      // One of each site's own: Node warns of hundreds of listeners on one.
      signal: AbortSignal.any([stop.signal]),
      onState: () => undefined,
    });
  }),
);
