/** The parser: dcmjs, given as little as possible and believed as little as possible. */
export { type ElementToWrite, encodeElements } from './dcmjs.ts';
export { headerValues } from './header-values.ts';
export { rawValue } from './prune.ts';
export type { HeaderValue, HeaderValues } from './values.ts';
