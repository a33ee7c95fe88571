/** Reading in child processes that can be killed. */
export { optimiseLater } from './optimise-later.ts';
export type { Taker } from './parser-child.ts';
export { openParserPool, type ParserPool, type PoolOptions } from './pool.ts';
export type { Obstacle, Outcome, Task } from './protocol.ts';
