const LONG = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'];
const SHORT = [
  ...['AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO'],
  ...['LT', 'PN', 'SH', 'SL', 'SS', 'ST', 'TM', 'UI', 'UL', 'US'],
];

/** Whether an explicit element of this value representation has a 32-bit length after two reserved bytes (PS3.5 §7.1.2). */
export interface ValueRepresentation {
  readonly name: string;
  readonly long: boolean;
}

const BY_CODE: ReadonlyMap<number, ValueRepresentation> = new Map(
  [...LONG.map((name) => ({ name, long: true })), ...SHORT.map((name) => ({ name, long: false }))].map((vr) => [
    (vr.name.charCodeAt(0) << 8) | vr.name.charCodeAt(1),
    vr,
  ]),
);

/** The value representation that two bytes spell, or `undefined` when they spell none of PS3.5 §6.2. */
export function valueRepresentation(first: number, second: number): ValueRepresentation | undefined {
  return BY_CODE.get((first << 8) | second);
}

const BYTES_PER_NUMBER: ReadonlyMap<string, number> = new Map([
  ['US', 2],
  ['SS', 2],
  ['AT', 4],
  ['FL', 4],
  ['SL', 4],
  ['UL', 4],
  ['FD', 8],
  ['SV', 8],
  ['UV', 8],
]);

/** Bytes of one number of a binary value representation, or `undefined` for text and opaque bytes. */
export function bytesPerNumber(vr: string): number | undefined {
  return BYTES_PER_NUMBER.get(vr);
}
