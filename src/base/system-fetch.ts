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
    return new Response(response.body && bounded(response.body, bytesMax), { status, statusText, headers });
  };
}

/** The same for what passes between processes of ours: bodies up to `LIMITS.replyBytesMax` bytes. */
export const systemFetch: Fetch = systemFetchWithin(LIMITS.replyBytesMax);

/** The same stream, read when it is read: one made of a transformation takes several turns for each chunk. */
function bounded(body: ReadableStream<Uint8Array>, bytesMax: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        bytes += value?.length ?? 0;
        if (bytes > bytesMax) {
          await reader.cancel();
          controller.error(new Error('the reply is too long'));
        } else if (done) {
          controller.close();
        } else {
          controller.enqueue(value);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
