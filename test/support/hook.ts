import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was posted to a webhook. */
export interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real web server on loopback that keeps what is posted to it. */
export interface Hook {
  readonly url: string;
  readonly posted: readonly Posted[];
  /** What it does with the next posts; without it, it takes them. */
  answer: (response: ServerResponse, posted: Posted) => void;
  close(): Promise<void>;
}

/** Starts a web server on a port, or on any. */
export async function openHook(port = 0): Promise<Hook> {
  const posted: Posted[] = [];
  const hook: Pick<Hook, 'answer'> = { answer: (response) => void response.end() };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) {
      body += part;
    }
    const one = { headers: request.headers, body };
    posted.push(one);
    hook.answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return Object.assign(hook, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    posted,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
