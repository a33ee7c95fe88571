import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { isSfumatoError, LIMITS } from '../../base/index.ts';
import type { Line } from './protocol.ts';

/** Runs one local verb by name, for whoever has the site's own account. */
export type ServeVerb = (call: {
  readonly verb: string;
  readonly input: unknown;
  readonly exported: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: unknown) => void;
}) => Promise<unknown>;

/** The server behind the owner's socket: one verb a connection, its progress and end as lines of JSON. */
export function localServer(run: ServeVerb): Server {
  return createServer((request, response) => {
    void serveVerb({ request, response, run });
  });
}

interface Served {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly run: ServeVerb;
}

async function serveVerb({ request, response, run }: Served): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const write = (line: Line): void => void response.write(`${JSON.stringify(line)}\n`);
  try {
    const input: unknown = JSON.parse(await bodyOf(request));
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://owner');
    const verb = pathname.slice('/verbs/'.length);
    const exported = searchParams.has('exported');
    const onProgress = (progress: unknown): void => write({ progress });
    write({ result: (await run({ verb, input, exported, signal: gone.signal, onProgress })) ?? null });
  } catch (error) {
    write({ error: describe(error) });
  }
  response.end();
}

function describe(error: unknown): { code: string; message: string } {
  return isSfumatoError(error)
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: 'Something went wrong inside the process that uses this folder.' };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LIMITS.bodyBytesMax) {
      request.destroy();
    }
  }
  return body;
}
