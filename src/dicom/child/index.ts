/** Parsing in child processes that can be killed. */
export { openParserPool, type ParserPool, type PoolOptions } from './pool.ts';
export type { FileOutcome } from './protocol.ts';
