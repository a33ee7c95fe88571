import { GatheredBytes, LIMITS, whenAborted } from '../base/index.ts';
import { declaredToFit } from './declared-length.ts';
import type { Answerer } from './message/answerer.ts';

/** No page's: what else keeps a browser from harm has nothing to keep here. */
const HEADERS = { 'content-type': 'application/http', 'x-content-type-options': 'nosniff' } as const;

/** Where messages arrive over HTTP: the body of a request is a message, and so is that of the response. */
export async function linkEndpoint(request: Request, answerer: Answerer, stop: AbortSignal): Promise<Response> {
  const { message, refusal } = await incoming(request, answerer);
  if (message === undefined) {
    // The connection ends too: what is still on its way would have to be read.
    return new Response(refusal, { headers: { ...HEADERS, connection: 'close' } });
  }
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

type Incoming =
  | { readonly message: Uint8Array; readonly refusal?: undefined }
  | { readonly message?: undefined; readonly refusal: Uint8Array };

/** The whole message, of which more than a short one is held only once it is known from its head who signed it. */
async function incoming(request: Request, { refusalOf }: Answerer): Promise<Incoming> {
  // In this order: looking at the body makes a whole web request, which takes as long as a signature.
  const isShort = declaredToFit((name) => request.headers.get(name) ?? undefined, LIMITS.linkUnsignedBytesMax);
  if (isShort || request.body === null) {
    return { message: new Uint8Array(await request.arrayBuffer()) };
  }
  const reader = request.body.getReader();
  const gathered = new GatheredBytes();
  let isKnown = false;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    gathered.add(next.value);
    if (!isKnown && gathered.length >= LIMITS.linkHeadBytesMax) {
      const refusal = refusalOf(gathered.bytes());
      if (refusal !== undefined) {
        return { refusal };
      }
      isKnown = true;
    }
  }
  return { message: gathered.bytes() };
}
