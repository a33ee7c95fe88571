import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteKeyOf, randomId, systemClock, systemEntropy, systemFetch } from '../../src/base/index.ts';
import { stands } from '../../src/cli/doctor/reach.ts';
import { postOf } from '../../src/cli/link/outbound.ts';
import { relaySentence } from '../../src/cli/link/told-links.ts';
import { createShell } from '../../src/cli/shell.ts';
import { federationClient } from '../../src/client/index.ts';
import {
  callIn,
  createCaller,
  createPost,
  directWay,
  type Outbound,
  relayCalls,
  witnessLink,
} from '../../src/link/index.ts';
import { makerOf, party } from '../link/parties.ts';
import { AUTHORITY, CERTIFICATES, KEY } from '../support/certificates.table.ts';

const [north, harbour] = [party('coordinator', 'north'), party('site', 'harbour')];
const root = mkdtempSync(join(tmpdir(), 'sfumato-ways-'));
const servers: Server[] = [];
const say = (): void => undefined;
const terminal = { print: say, note: say, status: say, secret: async () => '' };
const shell = createShell({
  ...{ terminal, clock: systemClock, entropy: systemEntropy(), signal: new AbortController().signal },
  setExitCode: say,
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const speaking = (certificate: string): Promise<number> =>
  portOf(createServer({ key: KEY, cert: certificate }, (_, response) => response.writeHead(404).end()));

/** A proxy that says no to every tunnel. */
const refusing = (status: string): Promise<number> =>
  portOf(createPlain().on('connect', (_, socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`)));

const ports: Record<string, number> = {};
beforeAll(async () => {
  for (const [name, certificate] of Object.entries(CERTIFICATES)) {
    ports[name] = await speaking(certificate);
  }
  ports.plain = await portOf(createPlain((_, response) => response.writeHead(404).end()));
  ports.wantsPassword = await refusing('407 Proxy Authentication Required');
  ports.forbids = await refusing('403 Forbidden');
  const closed = createPlain();
  ports.nobody = await portOf(closed);
  closed.close();
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(root, { recursive: true, force: true });
});

interface Case {
  /** A scheme and whose port. */
  readonly to: string;
  readonly proxy?: string;
  readonly certificates?: string;
}

function wayOf({ to, proxy, certificates }: Case): { url: string; outbound: Outbound } {
  const [scheme, name = ''] = to.split(' ');
  return {
    url: `${scheme}://localhost:${ports[name]}`,
    outbound: { certificates, ...(proxy !== undefined && { proxy: `http://127.0.0.1:${ports[proxy]}` }) },
  };
}

const CASES: readonly (readonly [string, Case, RegExp])[] = [
  ['an authority of its own', { to: 'https good' }, /authority that is not trusted here.* `certificates`; /],
  ['a certificate that signed itself', { to: 'https ownSigned' }, /authority that is not trusted here/],
  [
    'another host’s',
    { to: 'https other', certificates: AUTHORITY },
    /certificate of another host.*made for localhost:/,
  ],
  ['one that has expired', { to: 'https expired', certificates: AUTHORITY }, /has expired/],
  ['one of later', { to: 'https future', certificates: AUTHORITY }, /not valid yet: look at this machine’s clock/],
  ['no TLS at all', { to: 'https plain' }, /does not speak TLS/],
  ['TLS where HTTP is spoken', { to: 'http good' }, /if TLS is spoken there, write https:\/\//],
  ['another server', { to: 'https good', certificates: AUTHORITY }, /takes no messages on this path/],
  ['a proxy that wants a password', { to: 'https good', proxy: 'wantsPassword' }, /name and password \(407\)/],
  ['a proxy that forbids it', { to: 'https good', proxy: 'forbids' }, /The proxy opens no way to localhost:\d+: /],
  ['a proxy that is away', { to: 'https good', proxy: 'nobody' }, /The proxy does not answer/],
];

describe('what keeps a message from arriving', () => {
  it.each(CASES)('is named by `doctor`: %s', async (_what, one, sentence) => {
    const { url, outbound } = wayOf(one);
    const post = createPost(outbound);
    const found = await stands({ peer: north.peer, url }, { self: harbour, post, shell });
    expect(found).toEqual({ state: 'failed', sentence: expect.stringMatching(sentence) });
  });

  it('is that nobody is there, or that no name is known, where it is', async () => {
    const post = createPost({});
    const nobody = { peer: north.peer, url: `https://localhost:${ports.nobody}` };
    const nowhere = { peer: north.peer, url: 'https://nowhere.invalid' };
    const parts = { self: harbour, post, shell };
    expect((await stands(nobody, parts)).sentence).toMatch(/^Nothing answers at .* whether coordinator\/north runs\.$/);
    expect((await stands(nowhere, parts)).sentence).toMatch(/the name nowhere\.invalid is not known/);
  });

  it('is told to a site that calls its relay, of a witness and of a coordinator, and never to anybody else', async () => {
    const { url, outbound } = wayOf({ to: 'https expired', certificates: AUTHORITY });
    const post = createPost(outbound);
    const ending = new AbortController();
    const caller = () => createCaller(makerOf(harbour), north.peer, directWay(post, url));
    const told: string[] = [];
    await callIn({
      ...{
        relay: relayCalls(caller(), caller(), randomId(systemEntropy())),
        answer: async () => new Uint8Array(),
        signal: ending.signal,
      },
      ...{ clock: systemClock, entropy: systemEntropy() },
      onState: (state, error) => {
        told.push(relaySentence(state, { url, party: 'coordinator/north', error }));
        ending.abort();
      },
    });
    expect(told).toEqual([expect.stringMatching(/does not answer yet; .* shows a certificate that has expired/)]);
    const witness = witnessLink({ key: noteKeyOf('peer', 'witness', new Uint8Array(32).fill(7)), url, post });
    await expect(witness.latest('sfumato/harbour', new AbortController().signal)).rejects.toMatchObject({
      message: expect.stringMatching(/^Witness peer did not answer\. .* has expired/),
      publicSentence: 'A server could not be reached.',
    });
    const own = `https://localhost:${ports.good}`;
    await expect(federationClient({ url: own, fetch }).facts()).rejects.toThrow(
      /not trusted here: .* NODE_EXTRA_CA_CERTS/,
    );
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'pages',
      (_, response) => response.writeHead(403, { 'content-type': 'text/html; charset=utf-8' }).end('<p>no</p>'),
      /^What answers at .* gives a web page where a coordinator gives messages: .* “Federation”\.$/,
    ],
    [
      'a server that knows no such path',
      (_, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{}'),
      /^What answers at .* takes no messages on this path/,
    ],
    ['a server of something else', (_, response) => response.end('fine'), /takes no messages on this path/],
    [
      'one that sends elsewhere',
      (_, response) => response.writeHead(301, { location: 'https://elsewhere.example/' }).end(),
      /sends whoever asks to another address: write that one/,
    ],
  ])('is that something else answers where a coordinator is asked: %s', async (_what, listener, sentence) => {
    const url = `http://127.0.0.1:${await portOf(createPlain(listener))}`;
    const client = federationClient({ url, fetch: systemFetch });
    await expect(client.facts()).rejects.toThrow(sentence);
    await expect(client.ask('signed')).rejects.toThrow(sentence);
  });
});

describe('a file of certificate authorities', () => {
  it.each([
    ['nothing', '', /authorities\.pem has no certificate in it/],
    ['a key', KEY, /has no certificate in it/],
    ['half a certificate', AUTHORITY.replace(/\n.{64}\n/, '\n'), /has a certificate in it that can’t be read/],
  ])('is refused by name where it holds %s', (_what, text, sentence) => {
    writeFileSync(join(root, 'authorities.pem'), text);
    expect(() => postOf({ certificates: 'authorities.pem' }, join(root, 'node.yaml'))).toThrow(sentence);
  });

  it('is taken with words around several', () => {
    writeFileSync(join(root, 'authorities.pem'), `# ours\n${AUTHORITY}\n# theirs\r\n${CERTIFICATES.good}\n`);
    expect(postOf({ certificates: 'authorities.pem' }, join(root, 'node.yaml'))).toBeTypeOf('function');
  });
});
