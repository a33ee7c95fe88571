import { whenAborted } from '../base/index.ts';
import type { Answerer } from './message/answerer.ts';

/** No page's: what else keeps a browser from harm has nothing to keep here. */
const HEADERS = { 'content-type': 'application/http', 'x-content-type-options': 'nosniff' } as const;

/** Where messages arrive over HTTP: the body of a request is a message, and so is that of the response. */
export async function linkEndpoint(request: Request, answerer: Answerer, stop: AbortSignal): Promise<Response> {
  const message = new Uint8Array(await request.arrayBuffer());
  const own = new AbortController();
  const takeBack = [request.signal, stop].map((signal) => whenAborted(signal, () => own.abort(signal.reason)));
  try {
    const answer = await answerer(message, own.signal);
    return new Response(answer, { headers: HEADERS });
  } finally {
    for (const one of takeBack) {
      one();
    }
  }
}
