/** A length as a header declares it. */
const LENGTH = /^\d{1,15}$/;

/**
 * Whether a body of the length that its headers declare, to which the server holds it, has at most `bytes`; `undefined` where they declare
 * none, so that it has to be counted. Counting makes a stream and a whole web request of a body, which takes as long as a signature.
 */
export function declaredToFit(header: (name: string) => string | undefined, bytes: number): boolean | undefined {
  const length = header('content-length');
  return length === undefined || !LENGTH.test(length) || header('transfer-encoding') !== undefined
    ? undefined
    : Number(length) <= bytes;
}
