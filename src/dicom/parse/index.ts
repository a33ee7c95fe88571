/** The parser: dcmjs, given as little as possible and believed as little as possible. */
export { type ElementToWrite, encodeElements } from './dcmjs.ts';
export { type Header, part10Header } from './header.ts';
export type { HeaderValue, HeaderValues, Place } from './values.ts';
export { wantedAt } from './wanted.ts';
