import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteKeyOf } from '../../src/base/index.ts';
import { createPost, witnessLink } from '../../src/link/index.ts';

const root = mkdtempSync(join(tmpdir(), 'sfumato-tls-'));
const never = new AbortController().signal;
const hello = new TextEncoder().encode('hello');
const tunnels: { target: string; authorization: string | undefined }[] = [];
let status = 200;
let target: string;
let proxy: string;
const servers: Server[] = [];

/** A certificate authority, and a certificate for 127.0.0.1 and localhost under it, as a hospital's own would be made. */
function authority(name: string): { ca: string; key: string; certificate: string } {
  const at = (file: string): string => join(root, `${name}-${file}`);
  const openssl = (words: readonly string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  openssl(['req', '-x509', ...fresh, '-subj', `/CN=${name}`, '-keyout', at('ca.key'), '-out', at('ca.pem')]);
  openssl(['req', '-new', ...fresh.slice(0, 5), '-subj', '/CN=localhost', '-keyout', at('key'), '-out', at('csr')]);
  writeFileSync(at('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('ext')];
  openssl(['x509', '-req', '-in', at('csr'), ...signing, '-out', at('pem')]);
  return {
    ca: readFileSync(at('ca.pem'), 'utf8'),
    key: readFileSync(at('key'), 'utf8'),
    certificate: readFileSync(at('pem'), 'utf8'),
  };
}

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const own = authority('own');
const other = authority('other');

beforeAll(async () => {
  const echo = createServer({ key: own.key, cert: own.certificate }, (request, response) => {
    response.statusCode = status;
    request.pipe(response);
  });
  target = `https://localhost:${await portOf(echo)}`;
  const tunnelling = createProxy((_, response) => response.writeHead(405).end());
  tunnelling.on('connect', (request, socket) => {
    const authorization = request.headers['proxy-authorization'];
    tunnels.push({ target: request.url ?? '', authorization });
    if (authorization !== `Basic ${Buffer.from('site:let me out').toString('base64')}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const far = connect(Number(new URL(target).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      far.pipe(socket).pipe(far);
    });
    far.on('error', () => socket.destroy());
    socket.on('error', () => far.destroy());
  });
  proxy = `127.0.0.1:${await portOf(tunnelling)}`;
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(root, { recursive: true, force: true });
});

describe('the way to a witness', () => {
  it('goes through the proxy, trusts the authority that is named, and takes nothing but a witness’s reply', async () => {
    const key = noteKeyOf('peer', 'witness', new Uint8Array(32).fill(7));
    const post = createPost({ certificates: own.ca, proxy: `http://site:let%20me%20out@${proxy}` });
    const before = tunnels.length;
    // The far side gives back what it was sent, which is no reply of a procedure.
    await expect(witnessLink({ key, url: target, post }).latest('sfumato/harbour', never)).rejects.toMatchObject({
      code: 'peer-invalid',
    });
    expect(tunnels.length).toBe(before + 1);
    const strange = createPost({ certificates: other.ca });
    await expect(witnessLink({ key, url: target, post: strange }).latest('x', never)).rejects.toMatchObject({
      code: 'unreachable-peer',
    });
  });
});

describe('the way out', () => {
  it('trusts a private authority that is named, and none that is not', async () => {
    expect(await createPost({ certificates: own.ca })(target, { body: hello }, never)).toEqual(hello);
    for (const certificates of [undefined, other.ca]) {
      await expect(createPost({ certificates })(target, { body: hello }, never)).rejects.toMatchObject({
        code: 'unreachable-peer',
      });
    }
  });

  it('takes an answer in as many pieces as it comes in', async () => {
    const slow = createProxy((_, response) => {
      for (let left = 150_000; left > 0; left -= 1) {
        response.write(Uint8Array.of(left));
      }
      response.end();
    });
    const url = `http://127.0.0.1:${await portOf(slow)}`;
    expect(await createPost({})(url, { body: hello }, never)).toHaveLength(150_000);
  });

  it('goes through a proxy by a tunnel, and speaks TLS to the target inside it', async () => {
    const post = createPost({ certificates: own.ca, proxy: `http://site:let%20me%20out@${proxy}` });
    tunnels.length = 0;
    expect(await post(target, { body: hello }, never)).toEqual(hello);
    expect(await post(target, { body: hello }, never)).toEqual(hello);
    // The second message found the tunnel open.
    expect(tunnels).toMatchObject([{ target: new URL(target).host }]);
    const distrusting = createPost({ certificates: other.ca, proxy: `http://site:let%20me%20out@${proxy}` });
    await expect(distrusting(target, { body: hello }, never)).rejects.toMatchObject({ code: 'unreachable-peer' });
  });

  it('fails where the proxy lets nobody through, and leaves it out for hosts that need none', async () => {
    const parts = { certificates: own.ca, proxy: `http://${proxy}` };
    await expect(createPost(parts)(target, { body: hello }, never)).rejects.toMatchObject({ code: 'unreachable-peer' });
    tunnels.length = 0;
    const { host, port } = new URL(target);
    for (const noProxy of [
      ['localhost'],
      ['*'],
      ['.example', 'localhost'],
      [host],
      [`LOCALHOST:${port}`],
      [`*:${port}`],
    ]) {
      expect(await createPost({ ...parts, noProxy })(target, { body: hello }, never)).toEqual(hello);
    }
    expect(tunnels).toEqual([]);
    // A part of a name is another name, and another port another server.
    for (const noProxy of [
      ['ocalhost', 'local'],
      ['localhost:443', `localhost:1${port}`, `:${port}`],
    ]) {
      await expect(createPost({ ...parts, noProxy })(target, { body: hello }, never)).rejects.toBeDefined();
    }
  });

  it('takes nothing but 200 for an answer, and follows nobody elsewhere', async () => {
    for (const other of [204, 302, 401, 500]) {
      status = other;
      await expect(createPost({ certificates: own.ca })(target, { body: hello }, never)).rejects.toMatchObject({
        code: 'unreachable-peer',
      });
    }
    status = 200;
  });

  it('ends when it is told to', async () => {
    const deaf = createProxy(() => undefined);
    const url = `http://127.0.0.1:${await portOf(deaf)}`;
    await expect(createPost({})(url, { body: hello }, AbortSignal.timeout(100))).rejects.toMatchObject({
      code: 'unreachable-peer',
    });
  });
});
