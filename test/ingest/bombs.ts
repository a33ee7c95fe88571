import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { concatBytes, utf8ToBytes } from '../../src/base/index.ts';
import { dataSet, EXPLICIT, element, head, IMPLICIT, type Layout, part10, sequence, UID } from '../dicom/part10.ts';

/** A kind of file that is there to do harm. */
export interface Bomb {
  readonly kind: string;
  /** How it may end; `stored` for what only costs time. */
  readonly ends: readonly string[];
  /** Lays the `n`th of its kind at `path`. */
  readonly lay: (path: string, n: number) => void;
}

const UNDEFINED = 0xffffffff;
const MEBIBYTE = 1024 * 1024;

const ids = (n: number, layout: Layout = EXPLICIT, patient: string | Uint8Array = `BOMB${n}`): Uint8Array[] => [
  element(0x00080018, 'UI', `1.9.4.${n}`, layout),
  element(0x00100020, 'LO', patient, layout),
  element(0x0020000d, 'UI', `1.9.2.${n}`, layout),
  element(0x0020000e, 'UI', `1.9.3.${n}`, layout),
];

type Make = (n: number) => Uint8Array;

/** Made once: the same bytes for every copy. */
function once(make: () => Uint8Array): () => Uint8Array {
  let made: Uint8Array | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const bomb = (kind: string, ends: string | readonly string[], make: Make): Bomb => ({
  kind,
  ends: typeof ends === 'string' ? [ends] : ends,
  lay: (path, n) => writeFileSync(path, make(n)),
});

const explicit = (n: number, ...more: readonly Uint8Array[]) => part10(dataSet(...ids(n), ...more));
const implicit = (...elements: readonly Uint8Array[]) => part10(dataSet(...elements), { syntax: UID.implicit });

/** Sequences within sequences, closed by delimiters. */
function nested(depth: number): Uint8Array {
  const open = concatBytes(head(0x00081140, 'SQ', UNDEFINED), head(0xfffee000, '', UNDEFINED));
  const close = concatBytes(head(0xfffee00d, '', 0), head(0xfffee0dd, '', 0));
  return concatBytes(...Array<Uint8Array>(depth).fill(open), ...Array<Uint8Array>(depth).fill(close));
}

/** The same, each with the length that it has. */
function nestedByLength(depth: number): Uint8Array {
  const heads: Uint8Array[] = [];
  for (let inner = 0; inner < depth; inner += 1) {
    heads.push(concatBytes(head(0x00081140, 'SQ', inner * 20 + 8), head(0xfffee000, '', inner * 20)));
  }
  return concatBytes(...heads.reverse());
}

/** So many empty elements of a group, in ascending order. */
function emptyElements(group: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count * 8);
  for (let n = 0; n < count; n += 1) {
    bytes.set(head(((group << 16) | n) >>> 0, 'LO', 0), n * 8);
  }
  return bytes;
}

/** Bytes that look like chance and are the same in every run. */
function noise(seed: number, length: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

const deflated = once(() =>
  part10(deflateRawSync(dataSet(...ids(0), element(0x00091010, 'UN', new Uint8Array(128 * MEBIBYTE)))), {
    syntax: UID.deflated,
  }),
);

/** A file that claims and has two gibibytes, of which none takes space on the disk. */
function laySparse(path: string, start: Uint8Array): void {
  writeFileSync(path, start);
  const file = openSync(path, 'r+');
  ftruncateSync(file, 2048 * MEBIBYTE);
  closeSync(file);
}

const items = (each: Uint8Array, count: number) => Array<Uint8Array>(count).fill(each);

const deep = once(() => nested(5_000));
const deepByLength = once(() => nestedByLength(5_000));
const sixtyThousand = once(() => emptyElements(9, 60_000));
const sixtyThousandOfMeta = once(() => emptyElements(2, 60_000));
const sixtyThousandItems = once(() => sequence(0x00081140, items(new Uint8Array(0), 60_000), { delimited: false }));
const fortyNineThousand = once(() => emptyElements(9, 49_000));
const wide = once(() => {
  const within = nested(23);
  const each = (_: unknown, n: number) => sequence(0x00091000 + n, [within], { delimited: true });
  return concatBytes(...Array.from({ length: 500 }, each));
});
const frames = once(() => {
  const measures = sequence(0x00289110, [element(0x00180050, 'DS', '2.5')], { delimited: false });
  return sequence(0x52009230, items(measures, 8_000), { delimited: true });
});
const report = once(() => doseReport(4_000));

const STRUCTURE: readonly Bomb[] = [
  bomb('sequences 5,000 deep, by delimiters', 'too-deep', (n) => explicit(n, deep())),
  bomb('sequences 5,000 deep, by length', 'too-deep', (n) => explicit(n, deepByLength())),
  bomb('60,000 elements', 'too-many-elements', (n) => explicit(n, sixtyThousand())),
  bomb('60,000 elements of file meta information', 'too-many-elements', (n) =>
    concatBytes(new Uint8Array(128), utf8ToBytes('DICM'), sixtyThousandOfMeta(), ...ids(n)),
  ),
  bomb('60,000 items', 'too-many-elements', (n) => explicit(n, sixtyThousandItems())),
  bomb('49,000 elements, which is allowed', 'stored', (n) => explicit(n, fortyNineThousand())),
  bomb('500 sequences 24 deep, which is allowed', 'stored', (n) => explicit(n, wide())),
  bomb('a group for each of 8,000 frames, which is allowed', 'stored', (n) => explicit(n, frames())),
  bomb('a report of 4,000 numbers, which is allowed', 'stored', (n) => explicit(n, report())),
  bomb('one element that claims 3 GB', 'length-beyond-end', (n) =>
    explicit(n, concatBytes(head(0x00091010, 'UN', 3_000_000_000), new Uint8Array(1000))),
  ),
];

/** A flat report of numeric items, each of the concept CTDIvol. */
function doseReport(numbers: number): Uint8Array {
  const code = concatBytes(element(0x00080100, 'SH', '113830'), element(0x00080102, 'SH', 'DCM'));
  const item = concatBytes(
    element(0x0040a040, 'CS', 'NUM'),
    sequence(0x0040a043, [code], { delimited: false }),
    sequence(0x0040a300, [element(0x0040a30a, 'DS', '12.5')], { delimited: false }),
  );
  return sequence(0x0040a730, items(item, numbers), { delimited: true });
}

const long = (length: number, text: string) => utf8ToBytes(text.repeat(length / text.length));

/** The first frame's group of measures, in implicit layout, with a thickness and one element more. */
function measures(more: Uint8Array): Uint8Array {
  const inside = dataSet(element(0x00180050, 'DS', '2.5', IMPLICIT), more);
  const group = sequence(0x00289110, [inside], { delimited: true, layout: IMPLICIT });
  return sequence(0x52009230, [group], { delimited: true, layout: IMPLICIT });
}

/** A report of one numeric item, in implicit layout. */
function dose(number: Uint8Array): Uint8Array {
  const code = concatBytes(element(0x00080100, 'SH', '113830', IMPLICIT), element(0x00080102, 'SH', 'DCM', IMPLICIT));
  const item = concatBytes(
    sequence(0x0040a043, [code], { delimited: true, layout: IMPLICIT }),
    sequence(0x0040a300, [number], { delimited: true, layout: IMPLICIT }),
  );
  return sequence(0x0040a730, [item], { delimited: true, layout: IMPLICIT });
}

const SIZE: readonly Bomb[] = [
  bomb('65 kB that inflate to 128 MiB', 'inflate-too-large', deflated),
  bomb('the first half of them', 'inflate-too-large', () => deflated().subarray(0, 65_000)),
  bomb('a wanted element of 70,000 bytes', 'element-too-long', (n) =>
    explicit(n, element(0x00180050, 'UT', long(70_000, '5'))),
  ),
  bomb('a character set of 15 MB', 'element-too-long', (n) =>
    implicit(
      ...ids(n, IMPLICIT),
      element(0x00080005, 'CS', long(15_000_000, '\\'), IMPLICIT),
      element(0x0008103e, 'LO', 'T1', IMPLICIT),
    ),
  ),
  bomb('a PatientID of 15 MB', 'element-too-long', (n) =>
    implicit(...ids(n, IMPLICIT, long(15_000_000, 'patient ')), element(0x0008103e, 'LO', 'T1', IMPLICIT)),
  ),
  bomb('a character set of 15 MB in the first frame', 'stored', (n) =>
    implicit(...ids(n, IMPLICIT), measures(element(0x00080005, 'CS', long(15_000_000, '\\'), IMPLICIT))),
  ),
  bomb('a number of 15 MB in the first frame', 'stored', (n) =>
    implicit(...ids(n, IMPLICIT), measures(element(0x00180088, 'DS', long(15_000_000, '5\\'), IMPLICIT))),
  ),
  bomb('a number of 15 MB in a report', 'stored', (n) =>
    implicit(...ids(n, IMPLICIT), dose(element(0x0040a30a, 'DS', long(15_000_000, '5\\'), IMPLICIT))),
  ),
  bomb('60,000 values of one number', 'stored', (n) =>
    implicit(...ids(n, IMPLICIT), element(0x00180050, 'DS', long(60_000, '5\\'), IMPLICIT)),
  ),
  {
    kind: 'two gibibytes of pixels',
    ends: ['stored'],
    lay: (path, n) => laySparse(path, concatBytes(explicit(n), head(0x7fe00010, 'OW', UNDEFINED))),
  },
  {
    kind: 'two gibibytes before the pixels',
    ends: ['header-too-long'],
    lay: (path, n) => laySparse(path, explicit(n, head(0x00091010, 'UN', 2000 * MEBIBYTE))),
  },
];

const RANDOM_ENDS = ['unknown-vr', 'length-beyond-end', 'stray-item', 'truncated', 'no-transfer-syntax'];

const BYTES: readonly Bomb[] = [
  bomb('nothing at all', 'not-dicom', () => new Uint8Array(0)),
  bomb('chance behind the prefix', RANDOM_ENDS, (n) =>
    concatBytes(new Uint8Array(128), utf8ToBytes('DICM'), noise(n, 4_000)),
  ),
  bomb('chance behind the file meta information', RANDOM_ENDS, (n) => part10(noise(n, 4_000))),
  bomb('a file cut at some tenth of it', ['length-beyond-end'], (n) => {
    const whole = explicit(n, element(0x00204000, 'LT', long(20_000, 'cut')));
    return whole.subarray(0, Math.floor((whole.length * ((n % 9) + 1)) / 10));
  }),
];

const UNFILES: readonly Bomb[] = [
  { kind: 'a pipe that nobody writes to', ends: ['not-a-file'], lay: (path) => void execFileSync('mkfifo', [path]) },
  { kind: 'a link to its own folder', ends: ['symbolic-link'], lay: (path) => symlinkSync(dirname(path), path) },
  { kind: 'a link to a file that never ends', ends: ['symbolic-link'], lay: (path) => symlinkSync('/dev/zero', path) },
];

/** Every kind of bomb. */
export const BOMBS: readonly Bomb[] = [...STRUCTURE, ...SIZE, ...BYTES, ...UNFILES];
