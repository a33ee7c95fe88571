import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { LIMITS, SfumatoError, systemClock, systemCode } from '../../base/index.ts';
import { inTurn } from './in-turn.ts';
import { withinRoom } from './within-room.ts';

/** An HTTP server that accepts connections. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Where to listen, and which setting of the configuration says so. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly setting?: 'listen' | 'pages' | 'metrics';
  /** Is told of each request or connection that there was no room for. */
  readonly onFull?: (what: Lacking) => void;
}

/** Of what there was no more room. */
export type Lacking = 'bodies' | 'connections';

/** Serves an app. @throws SfumatoError `port-occupied`, saying what to do. */
export async function listen(app: { fetch: Parameters<typeof getRequestListener>[0] }, at: Place): Promise<Listening> {
  // How long a head may be stands in the server's making; how long it may take, a check looks after that comes often enough.
  const options = { maxHeaderSize: LIMITS.httpHeadBytesMax, connectionsCheckingInterval: LIMITS.httpCheckMs };
  const room = { bytesMax: LIMITS.httpBodiesBytesMax, onFull: () => at.onFull?.('bodies') };
  const server = createServer(options, withinRoom(inTurn(getRequestListener(app.fetch)), room));
  server.requestTimeout = LIMITS.httpRequestMsMax;
  server.headersTimeout = LIMITS.httpHeadMsMax;
  server.maxRequestsPerSocket = LIMITS.httpRequestsPerSocketMax;
  server.maxConnections = LIMITS.httpConnectionsMax;
  server.on('drop', () => at.onFull?.('connections'));
  const close = ending(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(cause, at)));
    server.listen(at.port, at.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  return {
    url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`,
    close,
  };
}

/**
 * How a server ends: what is asked already is answered, and each connection closed after that, however much its client has yet to ask. One on
 * which nothing was asked is closed at once, and one that has sent a part of a request soon: Node looks after no times any more.
 */
function ending(server: Server): () => Promise<void> {
  const connections = new Set<Socket>();
  const asked = new Set<IncomingMessage>();
  let isEnding = false;
  const drop = (isNeeded: (request: IncomingMessage) => boolean): void => {
    const needed = new Set([...asked].filter(isNeeded).map(({ socket }) => socket));
    for (const socket of connections) {
      if (!needed.has(socket)) {
        socket.destroy();
      }
    }
  };
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (request, response) => {
    asked.add(request);
    response.shouldKeepAlive &&= !isEnding;
    response.once('close', () => {
      asked.delete(request);
      // By itself Node closes those connections only that are idle at the end, and goes on serving a client that asks again and again.
      if (isEnding) {
        setImmediate(() => drop(() => true));
      }
    });
  });
  return async () => {
    isEnding = true;
    const closed = new AbortController();
    const lateMs = systemClock.monotonicMs() + LIMITS.httpEndMs;
    void systemClock.until(lateMs, closed.signal).then(() => drop(({ complete }) => complete));
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      drop(() => true);
    });
    closed.abort();
  };
}

/** Why an address can't be listened on, and what to mend. */
export function cannotListen(cause: unknown, { host, port, setting }: Place): SfumatoError {
  const [change, mend] = setting === undefined ? ['', ''] : [` or change \`${setting}\``, `; mend \`${setting}\``];
  const at = `${host}:${port}`;
  switch (systemCode(cause)) {
    case 'EADDRINUSE':
      return new SfumatoError('port-occupied', `${at} is already in use; stop what listens there${change}.`, { cause });
    case 'EMFILE':
    case 'ENFILE': {
      const sentence = `${at} can’t be listened on, because no more files may be opened; raise that limit (\`ulimit -n\`, LimitNOFILE of a service).`;
      return new SfumatoError('config-invalid', sentence, { cause });
    }
    case 'EAI_AGAIN': {
      const sentence = `${at} can’t be listened on, because nothing could look the name ${host} up just now${mend}.`;
      return new SfumatoError('config-invalid', sentence, { cause });
    }
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL': {
      const brackets = host.startsWith('[') ? `, and IPv6 is written without brackets, "${host.slice(1, -1)}"` : '';
      const sentence = `${at} can’t be listened on, because ${host} is no address of this machine${brackets}${mend}.`;
      return new SfumatoError('config-invalid', sentence, { cause });
    }
    default:
      return new SfumatoError('config-invalid', `${at} can’t be listened on${mend}.`, { cause });
  }
}
