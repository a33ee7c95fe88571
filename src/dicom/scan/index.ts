/** The scanner: walks a header before any parser sees it. */
export type { DataSet } from './data-set.ts';
export { type Encoding, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './encoding.ts';
export type { ElementHead } from './head.ts';
export { itemsOf } from './items.ts';
export { latin1, withoutPadding } from './latin1.ts';
export { headerReader, type ReadHeader, type SettledScan } from './prefix.ts';
export { type ScannedHeader, scanHeader } from './scan.ts';
export { bytesPerNumber } from './vr.ts';
