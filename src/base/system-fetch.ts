/** What links and clients send HTTP with; passed by argument so that tests and proxies can stand in its place. */
export type Fetch = (input: string | URL | Request, init?: object) => Promise<Response>;

/** The platform's own HTTP client: the one place that names it. */
export const systemFetch: Fetch = (input, init) => globalThis.fetch(input, init);
