import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  concatBytes,
  equalBytes,
  publicKeyOf,
  sign,
  systemClock,
  toBase64,
  utf8ToBytes,
} from '../../src/base/index.ts';
import { listen } from '../../src/cli/server/serve.ts';
import {
  type Answerer,
  createCaller,
  type MessageFault,
  type NonceBook,
  openNonceBook,
  type Peer,
  peerOf,
  writePeers,
} from '../../src/link/index.ts';
import { contentDigest } from '../../src/link/message/content-digest.ts';
import { type Maker, makeRequest, readResponse } from '../../src/link/message/exchange.ts';
import { decodeResponse, encodeRequest, fieldOf, type HttpRequest } from '../../src/link/message/http-message.ts';
import { wordsInBytes } from '../../src/link/message/said.ts';
import { signatureBase, signatureInput } from '../../src/link/message/signature-base.ts';
import { OF_REQUEST } from '../../src/link/message/terms.ts';
import { nodeAnswerer, nodeApp, type OpenNode } from '../../src/node/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';
import { makerOf, party } from './parties.ts';

const north = party('coordinator', 'north');
const south = party('coordinator', 'south');
const hillside = party('site', 'hillside');
const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const never = new AbortController().signal;

let node: OpenNode;
let nonces: NonceBook;
let answerer: Answerer;
const faults: MessageFault[] = [];

beforeAll(async () => {
  writePeers(site.folder, [north.peer, south.peer]);
  node = await openSite({ ...site, policyFile: POLICY_FILE }, systemClock);
  await startAnswering();
});

afterAll(async () => {
  await nonces.close();
  await node.close();
  rmSync(site.folder, { recursive: true, force: true });
});

async function startAnswering(): Promise<void> {
  nonces = await openNonceBook(site.folder, systemClock.wallMs);
  answerer = nodeAnswerer(node.ctx, { nonces, onRefused: (fault) => faults.push(fault) });
}

interface Sending {
  readonly maker?: Maker;
  readonly to?: Peer;
  readonly speaks?: number[];
}

/** What a coordinator sends to ask for the site's facts. */
function message({ maker = makerOf(north), to, speaks = [1] }: Sending = {}): HttpRequest {
  const content = { text: wordsInBytes({ speaks, verb: 'site.facts', input: {} }), attached: new Uint8Array() };
  const request = makeRequest(maker, to ?? peerOf(node.ctx.link), content);
  if (request === undefined) {
    throw new Error('it fits a message');
  }
  return request;
}

/** The message with a field set anew, or taken out. */
function changed(request: HttpRequest, name: string, change: (value: string) => string | undefined): HttpRequest {
  const fields = request.fields.flatMap(([own, value]) => {
    const next = own === name ? change(value) : value;
    return next === undefined ? [] : [[own, next] as const];
  });
  return { ...request, fields };
}

const send = (request: HttpRequest | Uint8Array): Promise<Uint8Array> =>
  answerer(request instanceof Uint8Array ? request : encodeRequest(request), never);
const statusOf = (bytes: Uint8Array): number | undefined => decodeResponse(bytes)?.status;

/** That the site refuses a message for this reason, says nothing, and records nothing. */
async function refuses(request: HttpRequest | Uint8Array, fault: MessageFault): Promise<void> {
  const { records, head } = node.ctx.journal;
  faults.length = 0;
  const answer = await send(request);
  expect(faults).toEqual([fault]);
  expect(new TextDecoder().decode(answer)).toBe('HTTP/1.1 401 \r\ncontent-length: 0\r\n\r\n');
  expect(node.ctx.journal).toMatchObject({ records, head });
}

/** A message as text, to damage it below what the encoder would write. */
const textOf = ({ body: _, ...request }: HttpRequest): string =>
  new TextDecoder('latin1')
    .decode(encodeRequest({ ...request, body: new Uint8Array() }))
    .replace(/content-length: 0\r\n\r\n$/, '');
function withHead(request: HttpRequest, change: (head: string) => string): Uint8Array {
  const head = `${change(textOf(request))}content-length: ${request.body.length}\r\n\r\n`;
  return concatBytes(utf8ToBytes(head), request.body);
}

describe('a message that is what it should be', () => {
  it('is answered, and the answer is bound to it', async () => {
    expect(statusOf(await send(message()))).toBe(200);
    const call = createCaller(makerOf(north), peerOf(node.ctx.link), (bytes) => answerer(bytes, never));
    expect((await call({ verb: 'site.facts', input: {} }, never)).output).toMatchObject({ site: 'harbour' });
    // The answer to one message is none to another, though the same party signed it for the same question.
    const earlier = await send(message());
    const swapped = createCaller(makerOf(north), peerOf(node.ctx.link), async () => earlier);
    await expect(swapped({ verb: 'site.facts', input: {} }, never)).rejects.toMatchObject({ code: 'peer-invalid' });
  });

  it('is understood by a site that is a version behind, and by none that has no version in common', async () => {
    const told = async (speaks: number[]): Promise<string> => {
      const request = message({ speaks });
      const answer = decodeResponse(await send(request));
      const read = answer && readResponse(makerOf(north), peerOf(node.ctx.link), { request, message: answer });
      return typeof read === 'object' ? new TextDecoder().decode(read.text) : String(read);
    };
    expect(await told([1, 2])).toContain('"output":');
    expect(await told([2, 3])).toBe('{"speaks":[1],"failed":"no-common-version"}');
  });

  it('survives damage by the tools of this test that changes nothing', async () => {
    expect(statusOf(await send(withHead(message(), (head) => head)))).toBe(200);
    expect(statusOf(await send(changed(message(), 'date', (value) => value)))).toBe(200);
  });
});

describe('a site refuses, and records nothing of', () => {
  it('1: a message without a digest', async () => {
    await refuses(
      changed(message(), 'content-digest', () => undefined),
      'malformed',
    );
  });

  it('2: a wrong digest, of the right body or the right one of another body', async () => {
    const { body, ...rest } = message();
    await refuses(
      changed({ ...rest, body }, 'content-digest', () => contentDigest(utf8ToBytes('x'))),
      'wrong-digest',
    );
    const other = Uint8Array.from(body, (byte, at) => (at === 40 ? byte ^ 1 : byte));
    await refuses({ ...rest, body: other }, 'wrong-digest');
    await refuses(
      changed({ ...rest, body: other }, 'content-digest', () => contentDigest(other)),
      'bad-signature',
    );
  });

  it('3: a signature that was taken out, or its input', async () => {
    for (const name of ['signature', 'signature-input']) {
      await refuses(
        changed(message(), name, () => undefined),
        'malformed',
      );
    }
  });

  it('4: another algorithm, none, or a MAC under the public key', async () => {
    for (const alg of ['none', 'hmac-sha256', 'rsa-v1_5-sha256', 'ED25519']) {
      await refuses(
        changed(message(), 'signature-input', (value) => value.replace('ed25519', alg)),
        'malformed',
      );
    }
    await refuses(
      changed(message(), 'signature-input', (value) => value.replace(';alg="ed25519"', '')),
      'malformed',
    );
    const base = utf8ToBytes(fieldOf(message().fields, 'signature-input') ?? '');
    const mac = createHmac('sha512', publicKeyOf(north.signing)).update(base).digest();
    await refuses(
      changed(message(), 'signature', () => `sfumato=:${toBase64(mac)}:`),
      'bad-signature',
    );
  });

  it('5: a message that comes a second time, also at the same moment', async () => {
    const once = message();
    expect(statusOf(await send(once))).toBe(200);
    await refuses(once, 'replayed');
    const twice = message();
    const both = await Promise.all([send(twice), send(twice)]);
    expect(both.map(statusOf).sort()).toEqual([200, 401]);
  });

  it('6: a message that comes again after a restart', async () => {
    const before = message();
    expect(statusOf(await send(before))).toBe(200);
    await nonces.close();
    await startAnswering();
    await refuses(before, 'replayed');
  });

  it('7: a message that has expired, or that is to live for longer than a minute', async () => {
    await refuses(message({ maker: makerOf(north, -92_000) }), 'not-now');
    expect(statusOf(await send(message({ maker: makerOf(north, -80_000) })))).toBe(200);
    const long = changed(message(), 'signature-input', (value) =>
      value.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 1}`),
    );
    await refuses(long, 'bad-signature');
    await refuses(signedAnew(long), 'not-now');
  });

  it('8: a message from the future', async () => {
    await refuses(message({ maker: makerOf(north, 33_000) }), 'not-now');
    expect(statusOf(await send(message({ maker: makerOf(north, 25_000) })))).toBe(200);
  });

  it('9: the key of another who is enrolled, or of nobody who is', async () => {
    const keyOf = (key: Uint8Array): string => Buffer.from(publicKeyOf(key)).toString('hex');
    const swapTo = (key: Uint8Array) => (value: string) => value.replace(keyOf(north.signing), keyOf(key));
    await refuses(changed(message(), 'signature-input', swapTo(south.signing)), 'bad-signature');
    await refuses(changed(message(), 'signature-input', swapTo(hillside.signing)), 'unknown-key');
    await refuses(message({ maker: makerOf(hillside) }), 'unknown-key');
    await refuses(message({ maker: makerOf({ ...party('coordinator', 'north'), name: 'north' }) }), 'unknown-key');
  });

  it('10: fields in other letters, twice, folded, or beside those that are signed', async () => {
    for (const change of [
      (head: string) => head.replace('content-digest:', 'Content-Digest:'),
      (head: string) => head.replace(/(date: .*\r\n)/, '$1$1'),
      (head: string) =>
        head.replace(/(content-digest: .*\r\n)/, `content-digest: ${contentDigest(utf8ToBytes('x'))}\r\n$1`),
      (head: string) => head.replace('date: ', 'date:  '),
      (head: string) => head.replace('signature: ', 'signature: \r\n '),
      (head: string) => head.replaceAll('\r\n', '\n'),
    ]) {
      await refuses(withHead(message(), change), 'malformed');
    }
    const two = changed(message(), 'signature-input', (value) => `${value}, other=("@method");created=1`);
    await refuses(two, 'malformed');
  });

  it('11: a body in another coding, or with anything behind it', async () => {
    const request = message();
    const encoded = utf8ToBytes(toBase64(request.body));
    await refuses({ ...request, body: encoded }, 'wrong-digest');
    await refuses(concatBytes(encodeRequest(request), utf8ToBytes('\n')), 'malformed');
    await refuses(
      changed(request, 'content-type', () => 'application/json'),
      'malformed',
    );
    const coded = withHead(request, (head) =>
      head.replace('content-type', 'transfer-encoding: chunked\r\ncontent-type'),
    );
    await refuses(coded, 'malformed');
  });

  it('12: a message for another site, also with this one written over it', async () => {
    const other = message({ to: hillside.peer });
    await refuses(other, 'wrong-receiver');
    await refuses({ ...other, target: message().target }, 'bad-signature');
    await refuses({ ...message(), target: message().target.replace('harbour', 'arbour') }, 'wrong-receiver');
    await refuses({ ...message(), method: 'PUT' }, 'wrong-receiver');
    // Signed for this site, but sealed to the other: it can't be read.
    await refuses(signedAnew({ ...other, target: message().target }), 'unreadable');
  });

  it('13: a message that breaks off anywhere, also on the wire', async () => {
    const bytes = encodeRequest(message());
    for (const share of [0, 0.1, 0.3, 0.5, 0.9, 0.999]) {
      await refuses(bytes.slice(0, Math.floor(bytes.length * share)), 'malformed');
    }
    const stop = new AbortController();
    const server = await listen(nodeApp(node.ctx, { answerer, stop: stop.signal }), { host: '127.0.0.1', port: 0 });
    const { records } = node.ctx.journal;
    await halfSent(new URL(server.url).port, bytes);
    expect(node.ctx.journal.records).toBe(records);
    // The nonce of what broke off was not used: the whole message is still taken.
    const whole = await fetch(`${server.url}/link`, { method: 'POST', body: Uint8Array.from(bytes) });
    expect(statusOf(new Uint8Array(await whole.arrayBuffer()))).toBe(200);
    stop.abort();
    await server.close();
  });

  it('14: an enrolment of before: keys that either side has replaced since', async () => {
    const own = peerOf(node.ctx.link);
    await refuses(message({ to: { ...own, opening: hillside.peer.opening } }), 'unreadable');
    const renewed = { ...north, opening: south.opening };
    await refuses(message({ maker: makerOf(renewed) }), 'unreadable');
    expect(equalBytes(own.signing, peerOf(node.ctx.link).signing)).toBe(true);
  });
});

describe('a site whose clock was ahead once', () => {
  it('goes on answering once it is right, though its journal’s time doesn’t go back', async () => {
    const answered = message();
    expect(statusOf(await send(answered))).toBe(200);
    await Promise.all([nonces.close(), node.close()]);
    const ahead = { ...systemClock, wallMs: () => systemClock.wallMs() + 400 * 86_400_000 };
    // Whoever looked at it was wrong.
    await (await openSite({ ...site, policyFile: POLICY_FILE }, ahead, { clockIsRight: true })).close();
    node = await openSite({ ...site, policyFile: POLICY_FILE }, systemClock);
    await startAnswering();
    expect(node.ctx.journal.nowMs()).toBeGreaterThan(Date.now() + 399 * 86_400_000);
    expect(statusOf(await send(message()))).toBe(200);
    await refuses(answered, 'replayed');
  });
});

/** The message with a new signature of the coordinator over whatever it says now. */
function signedAnew(request: HttpRequest): HttpRequest {
  const input = fieldOf(request.fields, 'signature-input') ?? '';
  const number = (name: string): number => Number(new RegExp(`${name}=(\\d+)`).exec(input)?.[1]);
  const text = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '';
  const parameters = {
    created: number('created'),
    expires: number('expires'),
    nonce: text('nonce'),
    alg: 'ed25519' as const,
    keyid: text('keyid'),
    tag: text('tag'),
  };
  const covering = { message: request, components: OF_REQUEST, parameters };
  expect(`sfumato=${signatureInput(covering)}`).toBe(input);
  const signature = sign(utf8ToBytes(signatureBase(covering) ?? ''), north.signing);
  return changed(request, 'signature', () => `sfumato=:${toBase64(signature)}:`);
}

/** Sends half a request to a server and hangs up. */
function halfSent(port: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`POST /link HTTP/1.1\r\nhost: x\r\ncontent-length: ${bytes.length}\r\n\r\n`);
      socket.end(bytes.slice(0, bytes.length / 2));
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.resume();
  });
}
