import { LIMITS } from './limits.ts';

/** What links and clients send HTTP with; passed by argument so that tests and proxies can stand in its place. */
export type Fetch = (input: string | URL | Request, init?: object) => Promise<Response>;

/**
 * The platform's own HTTP client: the one place that names it. Redirects are errors (a peer must not send this process elsewhere),
 * and so is a body beyond `bytesMax` bytes.
 */
export function systemFetchWithin(bytesMax: number): Fetch {
  return async (input, init) => {
    const response = await globalThis.fetch(input, { ...init, redirect: 'error' });
    const { status, statusText, headers } = response;
    return new Response(response.body?.pipeThrough(bounded(bytesMax)) ?? null, { status, statusText, headers });
  };
}

/** The same for what passes between processes of ours: bodies up to `LIMITS.replyBytesMax` bytes. */
export const systemFetch: Fetch = systemFetchWithin(LIMITS.replyBytesMax);

function bounded(bytesMax: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        controller.error(new Error('the reply is too long'));
      } else {
        controller.enqueue(chunk);
      }
    },
  });
}
