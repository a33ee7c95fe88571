import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessions, invite, requireSession, sessionOf } from '../../src/access/index.ts';
import { LIMITS, systemClock, systemEntropy } from '../../src/base/index.ts';
import { loadNodeConfig } from '../../src/cli/files/configuration.ts';
import { tellPageFailure } from '../../src/cli/server/log.ts';
import { type Listening, listen } from '../../src/cli/server/serve.ts';
import { createShell } from '../../src/cli/shell.ts';
import { siteAccess } from '../../src/cli/site-pages/access.ts';
import { peopleOf } from '../../src/node/people.ts';
import { POLICY_FILE } from '../support/site-folder.ts';
import { drawAsJson } from './shell-app.ts';

// The site's sign-in as `node start` assembles it, behind a real server, spoken to byte by byte.
const folder = mkdtempSync(join(tmpdir(), 'sfumato-hardening-'));
const told: string[] = [];
let server: Listening;
let host = '';
const said: string[] = [];

beforeAll(async () => {
  const configFile = join(folder, 'node.yaml');
  const config = {
    ...{ kind: 'node', site: 'north', domain: 'north', domainSince: 2020, policy: POLICY_FILE, sizeClass: 'small' },
    ...{ calendar: 'daily', listen: { port: 0 }, standingGrant: { epsilon: '1', reason: 'for a test of pages' } },
  };
  writeFileSync(configFile, JSON.stringify(config));
  const say = (text: string): void => void said.push(text);
  const terminal = { print: () => undefined, note: say, status: () => undefined, secret: async () => '' };
  const signal = new AbortController().signal;
  const shell = createShell({
    terminal,
    clock: systemClock,
    entropy: systemEntropy(),
    signal,
    setExitCode: () => undefined,
  });
  const loaded = loadNodeConfig(configFile);
  const note = (line: object) => void told.push(JSON.stringify(line));
  const people = peopleOf({ folder, site: 'north', entropy: shell.entropy });
  const sessions = createSessions(shell);
  const parts = { loaded, configFile, people, sessions, nowMs: systemClock.wallMs };
  const access = siteAccess(shell, {
    ...parts,
    draw: drawAsJson,
    onRequest: note,
    onEvent: note,
    onFailure: tellPageFailure(shell),
  });
  invite('ada', {
    people,
    entropy: shell.entropy,
    now: { nowMs: systemClock.wallMs(), wallMs: systemClock.wallMs() },
    validMs: 60_000,
  });
  const app = access.app((pages) => {
    pages.get('/', requireSession, (c) => c.text(sessionOf(c).person));
    pages.get('/broken', () => {
      throw new Error('SELECT secret FROM patients');
    });
  });
  server = await listen(app, { host: '127.0.0.1', port: 0 });
  host = new URL(server.url).host;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes, and gives all that comes until the server closes or `enough` has come. */
function speak(text: string, enough: (soFar: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve) => {
    let came = '';
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1', () => socket.write(text));
    const end = (): void => {
      socket.destroy();
      resolve(came);
    };
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      came += data;
      if (enough(came)) {
        end();
      }
    });
    socket.on('close', end);
    socket.on('error', end);
  });
}

const head = (lines: readonly string[], first = 'GET /sign-in HTTP/1.1'): string =>
  [first, `Host: ${host}`, ...lines, '', ''].join('\r\n');
const statusOf = (reply: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(reply)?.[1] ?? 0);
const repliesIn = (text: string): number => text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0;

describe('the server of pages', () => {
  it('answers what is well formed, so that the cases below say something', async () => {
    expect(statusOf(await speak(head(['Connection: close'])))).toBe(200);
  });

  it.each<[string, string]>([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked'],
    ['chunks in an unknown coding', 'Transfer-Encoding: xchunked'],
    ['chunks that aren’t last', 'Transfer-Encoding: chunked, identity'],
    ['a space before the colon', 'Transfer-Encoding : chunked'],
    ['a folded field', 'Transfer-Encoding:\r\n chunked'],
    ['a length with a sign', 'Content-Length: +5'],
    ['a negative length', 'Content-Length: -1'],
    ['a bare line feed in a field', 'X-A: b\nTransfer-Encoding: chunked'],
  ])('reads no request into another one: %s', async (_, fields) => {
    const smuggled = `5\r\nab=cd\r\n0\r\n\r\nGET /broken HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const reply = await speak(`${head([fields], 'POST /sign-in HTTP/1.1')}${smuggled}`);
    expect(statusOf(reply)).toBeGreaterThanOrEqual(400);
    expect(repliesIn(reply)).toBe(1);
    expect(reply).not.toContain('/broken');
  });

  it('refuses a body that is too long also when it comes in chunks and nobody said how long it is', async () => {
    const piece = 'x'.repeat(16_384);
    const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`;
    const count = Math.ceil(LIMITS.pageBodyBytesMax / piece.length) + 1;
    const fields = [
      'Content-Type: application/x-www-form-urlencoded',
      `Origin: http://${host}`,
      'Transfer-Encoding: chunked',
    ];
    const text = `${head(fields, 'POST /sign-in HTTP/1.1')}${chunk.repeat(count)}0\r\n\r\n`;
    expect(statusOf(await speak(text, (reply) => reply.includes('\r\n\r\n')))).toBe(413);
  });

  it('refuses a head that is too long', async () => {
    const long = `X-Long: ${'x'.repeat(LIMITS.httpHeadBytesMax)}`;
    expect(statusOf(await speak(head([long])))).toBe(431);
  });

  it('ends a connection whose head doesn’t come to its end', async () => {
    const reply = await speak(`GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `);
    expect(statusOf(reply)).toBe(408);
  }, 40_000);

  it('refuses to be spoken to under another name, or none, or two', async () => {
    const close = 'Connection: close';
    const named = (lines: readonly string[]) => speak(['GET /sign-in HTTP/1.1', ...lines, close, '', ''].join('\r\n'));
    expect(statusOf(await named(['Host: evil.example']))).toBe(421);
    expect(statusOf(await named([]))).toBe(400);
    expect(statusOf(await named([`Host: ${host}`, 'Host: evil.example']))).toBeGreaterThanOrEqual(400);
    const absolute = `GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n${close}\r\n\r\n`;
    expect(statusOf(await speak(absolute))).toBeGreaterThanOrEqual(400);
  });

  it.each([
    '/access/../../package.json',
    '/access/..%2f..%2fpackage.json',
    '/access/%2e%2e/%2e%2e/package.json',
    '/access/..%5c..%5cpackage.json',
    '/access/passkey.js/../../../keys/access.key',
    '/access/%00passkey.js',
    '/people/ada.json',
    '//people/ada.json',
    '/%2fpeople%2fada.json',
    '/sign-in%2f..%2fpeople/ada.json',
    '/%zz',
  ])('serves no file by its path: %s', async (path) => {
    const reply = await speak(head(['Connection: close'], `GET ${path} HTTP/1.1`));
    expect(statusOf(reply)).toBe(404);
    expect(reply).not.toMatch(/sfumato-person|sfumato-secret-key|"dependencies"/);
  });

  it.each(['/', '//', '/%2f', '/./', '/index/..'])(
    'lets nobody past the sign-in by writing the path as %s',
    async (path) => {
      const reply = await speak(head(['Connection: close'], `GET ${path} HTTP/1.1`));
      expect([303, 404]).toContain(statusOf(reply));
    },
  );

  it('knows no other origins: neither asked before nor with a request', async () => {
    for (const first of ['OPTIONS /sign-in HTTP/1.1', 'GET /sign-in HTTP/1.1']) {
      const fields = ['Origin: https://evil.example', 'Access-Control-Request-Method: POST', 'Connection: close'];
      expect((await speak(head(fields, first))).toLowerCase()).not.toMatch(/access-control-|\r\nvary:/);
    }
  });

  it('takes no form without a type of content, nor one request for many', async () => {
    const fields = ['Content-Length: 0', 'Connection: close', `Origin: http://${host}`];
    expect(statusOf(await speak(head(fields, 'POST /sign-in HTTP/1.1')))).toBe(415);
    const batch = JSON.stringify([{ person: 'ada' }, { person: 'ada' }]);
    const json = ['Content-Type: application/json', `Content-Length: ${batch.length}`, ...fields.slice(1)];
    expect(statusOf(await speak(`${head(json, 'POST /sign-in HTTP/1.1')}${batch}`))).toBe(403);
  });

  it('says of what broke inside nothing but a request’s id, by which the terminal says what and where', async () => {
    const reply = await speak(head(['Connection: close'], 'GET /broken HTTP/1.1'));
    expect(statusOf(reply)).toBe(500);
    expect(reply).not.toMatch(/SELECT|Error:|\.ts:|node_modules|\bat /);
    const { requestId } = JSON.parse(reply.slice(reply.indexOf('{'), reply.lastIndexOf('}') + 1));
    expect(reply.toLowerCase()).toContain(`x-request-id: ${requestId}`);
    expect(told.join('\n')).toContain(requestId);
    const failed = new RegExp(
      `^Pages: request ${requestId} failed inside: Error at hardening\\.test\\.ts:\\d+:\\d+\\.$`,
    );
    expect(said).toEqual([expect.stringMatching(failed)]);
  });

  it('writes no secret into its log', async () => {
    const body = 'person=ada&password=geheim-eins&code=123456&csrf=geheim-zwei';
    const fields = [
      'Content-Type: application/x-www-form-urlencoded',
      `Content-Length: ${body.length}`,
      `Origin: http://${host}`,
      `Cookie: __Host-sfumato-north=${'g'.repeat(43)}`,
      'Authorization: Bearer geheim-drei',
      'Connection: close',
    ];
    await speak(`${head(fields, 'POST /sign-in?next=geheim-vier HTTP/1.1')}${body}`);
    expect(told.join('\n')).not.toMatch(/geheim|ggggg|123456/);
    expect(told.at(-1)).toContain('"path":"/sign-in"');
  });

  it('keeps the key of the people’s files for the site’s account', () => {
    expect(readFileSync(join(folder, 'keys', 'access.key'), 'utf8')).toMatch(/^sfumato-secret-key v1 access /);
  });
});
