import type { Answerer } from './message/answerer.ts';

/** Where messages arrive over HTTP: the body of a request is a message, and so is that of the response. */
export async function linkEndpoint(request: Request, answerer: Answerer, stop: AbortSignal): Promise<Response> {
  const message = new Uint8Array(await request.arrayBuffer());
  const answer = await answerer(message, AbortSignal.any([request.signal, stop]));
  return new Response(Uint8Array.from(answer), { headers: { 'content-type': 'application/http' } });
}
