import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { Socket } from 'node:net';
import { connect } from 'node:tls';
import { GatheredBytes, LIMITS, NoWay, SfumatoError, toBase64, utf8ToBytes, whenAborted } from '../base/index.ts';

/** A body: a sealed message of a link, where its headers don't say what else. */
export interface Posted {
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts to a URL and gives the body of the answer. @throws SfumatoError `unreachable-peer`. */
export type Post = (url: string, posted: Posted, signal: AbortSignal) => Promise<Uint8Array>;

/** How this process gets out. */
export interface Outbound {
  /** A proxy, `http://[user:password@]host:port`, through which TLS connections are tunnelled. */
  readonly proxy?: string | undefined;
  /** Hosts that are reached without it: names, or suffixes that begin with a dot; with `:port` for that port alone. */
  readonly noProxy?: readonly string[];
  /** PEM text of the only authorities to trust; left out, those that Node trusts (`NODE_EXTRA_CA_CERTS` adds to these). */
  readonly certificates?: string | undefined;
}

/**
 * The HTTP client of links. It is Node's own rather than fetch, which in Node 20 knows neither proxies nor authorities of one
 * connection. Redirects are answers like any other, and no answer but 200 is one.
 */
export function createPost(outbound: Outbound): Post {
  const plain = new PlainAgent({ keepAlive: true });
  const trusted = outbound.certificates === undefined ? {} : { ca: outbound.certificates };
  const direct = new Agent({ keepAlive: true, ...trusted });
  const tunnelled = outbound.proxy === undefined ? direct : tunnelAgent(new URL(outbound.proxy), trusted);
  return async (url, posted, signal) => {
    const to = new URL(url);
    const { protocol } = to;
    const secure = isExempt(to, outbound.noProxy ?? []) ? direct : tunnelled;
    const send = (): Promise<Uint8Array> => once(to, posted, { signal, agent: protocol === 'https:' ? secure : plain });
    try {
      return await send().catch((error) => (error === STALE ? send() : Promise.reject(error)));
    } catch (cause) {
      throw new SfumatoError('unreachable-peer', `${to.host} did not answer.`, { cause });
    }
  };
}

/** A connection that was kept open had been closed by the other side before the message was sent on it. */
const STALE = Symbol('stale connection');

function once(
  url: URL,
  { body, headers }: Posted,
  { signal, agent }: { signal: AbortSignal; agent: PlainAgent },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const send = agent instanceof Agent ? request : plainRequest;
    const all = { 'content-type': 'application/http', ...headers, 'content-length': body.length };
    const sent = send(url, { method: 'POST', headers: all, agent }, (response) => {
      const gathered = new GatheredBytes();
      response.on('data', (part: Uint8Array) => {
        gathered.add(part);
        if (gathered.length > LIMITS.linkMessageBytesMax) {
          sent.destroy(new Error('the answer is too long'));
        }
      });
      response.on('error', reject);
      response.on('end', () =>
        response.complete && response.statusCode === 200
          ? resolve(gathered.bytes())
          : reject(new NoWay(response.complete ? 'other-status' : 'closed')),
      );
    });
    const takeBack = whenAborted(signal, () => sent.destroy(new NoWay('silent')));
    sent.on('close', takeBack);
    sent.on('error', (error) => reject(sent.reusedSocket && !signal.aborted ? STALE : error));
    sent.end(body);
  });
}

/** Whether a host, a suffix or one of them with the port is on the list, as in other programs that read `NO_PROXY`. */
function isExempt({ hostname, port, protocol }: URL, exempt: readonly string[]): boolean {
  const at = `:${port === '' ? PORTS.get(protocol) : port}`;
  return exempt.some((entry) => {
    const name = (entry.endsWith(at) ? entry.slice(0, -at.length) : entry).toLowerCase();
    return name === '*' || hostname === name || (name.startsWith('.') && hostname.endsWith(name));
  });
}

const PORTS: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
]);

/** An agent whose connections are tunnels through a proxy (RFC 9110 §9.3.6); TLS is spoken inside, to the target itself. */
function tunnelAgent(proxy: URL, trusted: { readonly ca?: string }): Agent {
  const agent = new Agent({ keepAlive: true, ...trusted });
  const credentials = proxy.username === '' ? undefined : `${proxy.username}:${proxy.password}`;
  const authorization =
    credentials === undefined
      ? {}
      : { 'proxy-authorization': `Basic ${toBase64(utf8ToBytes(decodeURIComponent(credentials)))}` };
  agent.createConnection = (options, callback) => {
    const target = `${options.host}:${options.port}`;
    const asked = plainRequest({
      host: proxy.hostname,
      port: proxy.port === '' ? 80 : Number(proxy.port),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorization },
      agent: false,
      timeout: LIMITS.linkConnectMs,
    });
    const fail = (cause: Error): void => callback?.(cause, new Socket());
    asked.once('connect', ({ statusCode }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        fail(new NoWay(statusCode === 407 ? 'proxy-wants-password' : 'proxy-refuses'));
        return;
      }
      callback?.(null, connect({ ...trusted, socket, host: options.host ?? '', servername: options.servername }));
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', (cause) => fail(new NoWay('proxy-away', { cause })));
    asked.end();
    return undefined;
  };
  return agent;
}
