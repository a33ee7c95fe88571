import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, LIMITS, utf8ToBytes } from '../../src/base/index.ts';
import { itemsOf, scanHeader } from '../../src/dicom/scan/index.ts';
import { inflatedParts } from '../../src/dicom/scan/inflate.ts';
import {
  BIG,
  dataSet,
  EXPLICIT,
  element,
  head,
  IMPLICIT,
  identifiers,
  type Layout,
  part10,
  sequence,
  UID,
} from './part10.ts';

const UNDEFINED = 0xffffffff;

function scan(file: Uint8Array) {
  return scanHeader(file, file.length);
}

function reasonOf(file: Uint8Array): string {
  const result = scan(file);
  return 'reason' in result ? result.reason : result.state;
}

function tagsOf(file: Uint8Array): number[] {
  const result = scan(file);
  return result.state === 'complete' ? result.header.elements.where(() => true).map(({ tag }) => tag) : [];
}

const RAW = [element(0x00080060, 'CS', 'CT'), element(0x00100010, 'PN', 'Doe^Jo')];

test('finds the same elements in every uncompressed encoding', () => {
  const expected = [0x00080060, 0x00100010, 0x00280010];
  for (const [syntax, layout] of [
    [UID.explicit, EXPLICIT],
    [UID.implicit, IMPLICIT],
    [UID.big, BIG],
    [UID.jpeg2000, EXPLICIT],
  ] as const) {
    const two = new Uint8Array(2);
    const data = concatBytes(
      element(0x00080060, 'CS', 'CT', layout),
      element(0x00100010, 'PN', 'Doe^Jo', layout),
      element(0x00280010, 'US', two, layout),
      head(0x7fe00010, 'OW', 1_000_000, layout),
    );
    expect(tagsOf(part10(data, { syntax })), syntax).toEqual(expected);
  }
});

test('finds the elements of a deflated data set', () => {
  const data = dataSet(...identifiers(), ...RAW);
  expect(tagsOf(part10(deflateRawSync(data), { syntax: UID.deflated }))).toEqual(tagsOf(part10(data)));
});

test('accepts a file that ends between two elements, and none that ends within one', () => {
  const data = dataSet(...identifiers());
  const whole = part10(data);
  expect(scan(whole).state).toBe('complete');
  const boundaries = new Set<number>();
  let at = whole.length - data.length;
  for (const each of identifiers()) {
    boundaries.add(at);
    at += each.length;
  }
  for (let cut = whole.length - data.length; cut < whole.length; cut += 1) {
    const state = scan(whole.slice(0, cut)).state;
    expect(state, `cut at ${cut}`).toBe(boundaries.has(cut) ? 'complete' : 'rejected');
  }
});

test('asks for more while a longer prefix could decide, and never says yes too early', () => {
  const whole = part10(dataSet(...identifiers(), element(0x00104000, 'LT', 'x'.repeat(500))));
  for (let length = 140; length < whole.length; length += 7) {
    const state = scanHeader(whole.slice(0, length), whole.length).state;
    expect(state, `prefix of ${length}`).toBe('more');
  }
});

test('stops before pixel data of any length, and after it looks at nothing', () => {
  for (const tag of [0x7fe00008, 0x7fe00009, 0x7fe00010]) {
    const data = concatBytes(dataSet(...identifiers()), head(tag, 'OW', UNDEFINED), utf8ToBytes('garbage'));
    expect(scan(part10(data)).state).toBe('complete');
  }
});

test('walks sequences with delimiters and with lengths alike', () => {
  const inner = sequence(0x00081140, [element(0x00081150, 'UI', '1.2')], { delimited: true });
  for (const delimited of [true, false]) {
    const data = concatBytes(
      sequence(0x00081110, [inner, element(0x00081150, 'UI', '1.2.3'), new Uint8Array(0)], { delimited }),
      element(0x00100020, 'LO', 'P1'),
    );
    expect(tagsOf(part10(data))).toEqual([0x00081110, 0x00100020]);
  }
});

test('walks an unknown sequence of undefined length as the implicit one it is', () => {
  const item = element(0x00081150, 'UI', '1.2.3', IMPLICIT);
  const data = concatBytes(
    sequence(0x00091010, [item], { delimited: true, vr: 'UN' }),
    element(0x00100020, 'LO', 'P1'),
  );
  expect(tagsOf(part10(data))).toEqual([0x00091010, 0x00100020]);
});

test('walks encapsulated icons within a sequence', () => {
  const icon = concatBytes(
    head(0x7fe00010, 'OB', UNDEFINED),
    head(0xfffee000, '', 0),
    head(0xfffee000, '', 4),
    new Uint8Array(4),
    head(0xfffee0dd, '', 0),
  );
  const data = concatBytes(element(0x00100020, 'LO', 'P1'), sequence(0x00880200, [icon], { delimited: true }));
  expect(tagsOf(part10(data))).toEqual([0x00100020, 0x00880200]);
});

function nested(depth: number, layout: Layout = EXPLICIT): Uint8Array {
  const open = concatBytes(head(0x00081140, 'SQ', UNDEFINED, layout), head(0xfffee000, '', UNDEFINED, layout));
  const close = concatBytes(head(0xfffee00d, '', 0, layout), head(0xfffee0dd, '', 0, layout));
  return concatBytes(...Array.from({ length: depth }, () => open), ...Array.from({ length: depth }, () => close));
}

test('never goes deeper than the bound, and does so in no time', () => {
  expect(scan(part10(nested(LIMITS.sequenceDepthMax))).state).toBe('complete');
  expect(reasonOf(part10(nested(LIMITS.sequenceDepthMax + 1)))).toBe('too-deep');
  const start = performance.now();
  for (const [syntax, layout] of [
    [UID.explicit, EXPLICIT],
    [UID.implicit, IMPLICIT],
    [UID.big, BIG],
  ] as const) {
    expect(reasonOf(part10(nested(5_000, layout), { syntax }))).toBe('too-deep');
  }
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('never takes sequences with lengths deeper than the bound either', () => {
  let data = element(0x00081150, 'UI', '1.2');
  for (let depth = 0; depth <= LIMITS.sequenceDepthMax; depth += 1) {
    data = sequence(0x00081140, [data], { delimited: false });
  }
  expect(reasonOf(part10(data))).toBe('too-deep');
});

test('never counts more elements than the bound, nested ones included', () => {
  const items = Array.from({ length: LIMITS.headerElementsMax }, () => new Uint8Array(0));
  expect(reasonOf(part10(sequence(0x00081140, items, { delimited: false })))).toBe('too-many-elements');
});

test('refuses a deflate bomb before it has grown', () => {
  const bomb = deflateRawSync(new Uint8Array(64 * 1024 * 1024));
  const start = process.memoryUsage().rss;
  expect(reasonOf(part10(bomb, { syntax: UID.deflated }))).toBe('inflate-too-large');
  expect(process.memoryUsage().rss - start).toBeLessThan(100 * 1024 * 1024);
});

test('reads the header of deflated pixels however much they shrink, and refuses a header that does', () => {
  const zeros = element(0x7fe00010, 'OB', new Uint8Array(96 * 1024 * 1024));
  const deflated = deflateRawSync(concatBytes(dataSet(...identifiers(), ...RAW), zeros));
  const mask = part10(deflated, { syntax: UID.deflated });
  const expected = tagsOf(part10(dataSet(...identifiers(), ...RAW)));
  expect(tagsOf(mask)).toEqual(expected);
  const cut = scanHeader(mask.subarray(0, LIMITS.headerPrefixBytes), mask.length);
  expect(cut.state).toBe('complete');
  const before = element(0x00091010, 'OB', new Uint8Array(96 * 1024 * 1024));
  expect(reasonOf(part10(deflateRawSync(concatBytes(before, zeros)), { syntax: UID.deflated }))).toBe(
    'inflate-too-large',
  );
});

// Deflate makes at most 1,032 bytes of one, so that zeros of a few MiB are a stream of a few KiB.
const HEADERS_KIB = [0, 2, 40, 70, 140];
const ZEROS_KIB = [100, 655, 2_000, 8_000, 200_000];

test.each(HEADERS_KIB.flatMap((header) => ZEROS_KIB.map((zeros) => [header, zeros] as const)))(
  'reads a deflated header of %i KiB before %i KiB of zeros',
  (header, zeros) => {
    const random = element(0x00091010, 'OB', new Uint8Array(randomBytes(header * 1024)));
    const pixels = element(0x7fe00010, 'OB', new Uint8Array(zeros * 1024));
    const data = deflateRawSync(concatBytes(dataSet(...identifiers(), ...RAW, random), pixels));
    expect(tagsOf(part10(data, { syntax: UID.deflated }))).toEqual(
      tagsOf(part10(dataSet(...identifiers(), ...RAW, random))),
    );
  },
);

test.each([0, 140, 4_096])('refuses a header of %i KiB before a bomb in a few tries', (header) => {
  const random = element(0x00091010, 'OB', new Uint8Array(randomBytes(header * 1024)));
  const data = deflateRawSync(concatBytes(random, element(0x00091011, 'OB', new Uint8Array(200 * 1024 * 1024))));
  const parts: number[] = [];
  for (const part of inflatedParts(data)) {
    parts.push(part.data.length);
  }
  expect(parts).toEqual([...new Set(parts)].sort((one, other) => one - other));
  expect(parts.length).toBeLessThan(40);
  // The last part is as long as any may be, but for what one more byte of the stream gives.
  const missing = LIMITS.headerBytesMax - (parts.at(-1) ?? 0);
  expect(missing).toBeGreaterThanOrEqual(0);
  expect(missing).toBeLessThan(4_096);
  expect(reasonOf(part10(data, { syntax: UID.deflated }))).toBe('inflate-too-large');
});

test.each<[string, number, Layout]>([
  ['an encapsulated document', 0x00420011, EXPLICIT],
  ['an encapsulated document', 0x00420011, BIG],
  ['an encapsulated document', 0x00420011, IMPLICIT],
  ['raw data of a maker behind the place of pixel data', 0x7fe11010, EXPLICIT],
])('reads no further than to %s (%i), whose bytes need not be there yet', (_, tag, layout) => {
  const syntax = layout === IMPLICIT ? UID.implicit : layout === BIG ? UID.big : UID.explicit;
  const known = dataSet(element(0x00080060, 'CS', 'DOC', layout), element(0x00100020, 'LO', 'P1', layout));
  const content = element(tag, 'OB', new Uint8Array(20 * 1024 * 1024), layout);
  const type = element(0x7ff10012, 'LO', 'application/pdf', layout);
  const file = part10(concatBytes(known, content, type), { syntax });
  const seen = scanHeader(file.subarray(0, LIMITS.headerPrefixBytes), file.length);
  const tags = seen.state === 'complete' ? seen.header.elements.where(() => true).map((one) => one.tag) : seen;
  expect(tags).toEqual([0x00080060, 0x00100020]);
  const short = scanHeader(file.subarray(0, LIMITS.headerPrefixBytes), 19 * 1024 * 1024);
  expect(short).toEqual({ state: 'rejected', reason: 'length-beyond-end' });
});

test('walks on behind a short document, and through one in an item', () => {
  const short = element(0x00420011, 'OB', new Uint8Array(1_000));
  const type = element(0x00420012, 'LO', 'application/pdf');
  const long = element(0x00420011, 'OB', new Uint8Array(100_000));
  const items = sequence(0x00081140, [dataSet(long), dataSet(type)], { delimited: true });
  expect(tagsOf(part10(dataSet(items, short, type)))).toEqual([0x00081140, 0x00420011, 0x00420012]);
});

test('finds the items behind a long document in one that a delimiter ends, and what follows it there', () => {
  const long = element(0x00420011, 'OB', new Uint8Array(100_000));
  const type = element(0x00420012, 'LO', 'application/pdf');
  const seen = scan(part10(sequence(0x00081140, [dataSet(long, type), type], { delimited: true })));
  const items = seen.state === 'complete' ? [...itemsOf(seen.header, 0x00081140)] : [];
  const tags = items.map(({ elements }) => elements.where(() => true).map(({ tag }) => tag));
  expect(tags).toEqual([[0x00420011, 0x00420012], [0x00420012]]);
});

test('walks a maker’s sequence of undefined length behind the place of pixel data', () => {
  const item = element(0x00081150, 'UI', '1.2.3');
  const data = concatBytes(...RAW, sequence(0x7fe11010, [item], { delimited: true }));
  expect(tagsOf(part10(data))).toEqual([0x00080060, 0x00100010, 0x7fe11010]);
});

test('refuses deflated bytes that are none, and those that end early', () => {
  const noise = utf8ToBytes('this is not a deflate stream, whatever it says');
  expect(reasonOf(part10(noise, { syntax: UID.deflated }))).toBe('inflate-failed');
  const whole = part10(deflateRawSync(dataSet(...identifiers(), ...RAW)), { syntax: UID.deflated });
  for (let cut = whole.length - 1; cut > whole.length - 40; cut -= 1) {
    expect(scan(whole.slice(0, cut)).state, `cut at ${cut}`).toBe('rejected');
  }
});

test.each<[string, Uint8Array]>([
  ['length-beyond-end', head(0x00100020, 'UT', 0xfffffffe)],
  ['length-beyond-end', concatBytes(head(0x00100020, 'LO', 10), utf8ToBytes('four'))],
  ['length-beyond-end', concatBytes(head(0x00081140, 'SQ', 8), head(0xfffee000, '', 4))],
  ['length-beyond-end', concatBytes(head(0x00081140, 'SQ', 16), head(0xfffee000, '', 8), head(0x00080060, 'CS', 4))],
  ['truncated', utf8ToBytes('abc')],
  ['unknown-vr', concatBytes(head(0x00100020, 'ZZ', 2), utf8ToBytes('P1'))],
  ['unknown-vr', concatBytes(head(0x00100020, 'lo', 2), utf8ToBytes('P1'))],
  ['undefined-length', concatBytes(head(0x00100020, 'UT', UNDEFINED), utf8ToBytes('P1'))],
  ['stray-item', head(0xfffee000, '', 0)],
  ['stray-item', head(0xfffee00d, '', 0)],
  ['stray-item', concatBytes(head(0xfffee000, '', 100_000), new Uint8Array(100_000))],
  ['stray-item', concatBytes(head(0x00081140, 'SQ', 8), head(0xfffee0dd, '', 0))],
  ['stray-item', concatBytes(head(0x00081140, 'SQ', UNDEFINED), element(0x00080060, 'CS', 'CT'))],
  [
    'stray-item',
    concatBytes(head(0x00081140, 'SQ', UNDEFINED), head(0xfffee000, '', UNDEFINED), head(0xfffee0dd, '', 0)),
  ],
  ['truncated', concatBytes(head(0x00081140, 'SQ', UNDEFINED), head(0xfffee000, '', UNDEFINED))],
  ['duplicate-element', concatBytes(element(0x00100040, 'CS', 'M'), element(0x00100040, 'CS', 'F'))],
])('quarantines as %s: broken structure %#', (reason, data) => {
  expect(reasonOf(part10(data))).toBe(reason);
});

test('quarantines an unknown or missing transfer syntax instead of guessing', () => {
  expect(reasonOf(part10(dataSet(...identifiers()), { syntax: '1.2.840.113619.5.2' }))).toBe('unknown-transfer-syntax');
  expect(reasonOf(part10(dataSet(...identifiers()), { syntax: '' }))).toBe('no-transfer-syntax');
});

test('reads file meta information whose group length is wrong', () => {
  const file = part10(dataSet(...identifiers()));
  file[140] = 0xff; // the value of (0002,0000)
  expect(scan(file).state).toBe('complete');
});

test('skips what is no DICOM, and says when a data set only lacks its preamble', () => {
  expect(scan(utf8ToBytes('Dear colleague,'))).toEqual({ state: 'skipped', reason: 'not-dicom' });
  expect(scan(new Uint8Array(0))).toEqual({ state: 'skipped', reason: 'not-dicom' });
  expect(reasonOf(dataSet(...identifiers()))).toBe('no-preamble');
  const index = part10(dataSet(...identifiers()), { sopClass: '1.2.840.10008.1.3.10' });
  expect(scan(index)).toEqual({ state: 'skipped', reason: 'dicomdir' });
});

interface Node {
  readonly text: string;
  readonly items: readonly (readonly Node[])[] | undefined;
  readonly delimited: boolean;
}

const tree = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    text: fc.string({ maxLength: 12, unit: 'grapheme-ascii' }),
    items: fc.option(fc.array(fc.array(tie('node'), { maxLength: 3 }), { maxLength: 3 }), {
      nil: undefined,
      depthSize: 'small',
      maxDepth: 6,
    }),
    delimited: fc.boolean(),
  }),
})).node;

function bytesOf(nodes: readonly Node[], layout: Layout): Uint8Array {
  const elements = nodes.map(({ text, items, delimited }, at) => {
    if (items === undefined) {
      return element(0x00100020 + at, 'LO', text, layout);
    }
    return sequence(
      0x00100020 + at,
      items.map((item) => bytesOf(item, layout)),
      { delimited, layout },
    );
  });
  return concatBytes(...elements);
}

const layouts = fc.constantFrom(
  [UID.explicit, EXPLICIT] as const,
  [UID.implicit, IMPLICIT] as const,
  [UID.big, BIG] as const,
);

test('finds exactly the top-level elements of any well-formed data set', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 8 }), layouts, (nodes, [syntax, layout]) => {
      // Without a dictionary an implicit sequence with a length is opaque, which is as good here.
      const expected = nodes.map((_, at) => 0x00100020 + at);
      expect(tagsOf(part10(bytesOf(nodes, layout), { syntax }))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('never throws and always settles, whatever bytes are changed', () => {
  const mutation = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(
      fc.array(tree, { maxLength: 5 }),
      layouts,
      fc.array(mutation, { maxLength: 6 }),
      (nodes, [syntax, layout], mutations) => {
        const file = part10(bytesOf(nodes, layout), { syntax });
        for (const [at, byte] of mutations) {
          file[132 + (at % (file.length - 132))] = byte;
        }
        expect(scan(file).state).not.toBe('more');
      },
    ),
    { numRuns: 2_000 },
  );
});
