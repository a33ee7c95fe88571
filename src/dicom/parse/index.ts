/** The parser: dcmjs, given as little as possible and believed as little as possible. */
export { dictionaryVr, type ElementToWrite, encodeElements, holdsOneValue, isKeyword } from './dcmjs.ts';
export { largestOf } from './dose-report.ts';
export { type Header, part10Header } from './header.ts';
export { creatorsOf } from './private-creators.ts';
export { strictDecimal } from './strict-decimal.ts';
export { type HeaderValue, type HeaderValues, type Place, tagHex } from './values.ts';
export { wantedAt, wayTo } from './wanted.ts';
