import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import type { TableFlaw } from './table.ts';

const CHUNK_BYTES = 1024 * 1024;
const CHUNKS_PER_STEP = 256;
const [LF, CR] = [0x0a, 0x0d];
const LOOKED_AT = 64;

/** What a file's first bytes say against reading it as UTF-8 text, without looking at the others. */
export function flawOfBeginning(bytes: Uint8Array): TableFlaw | undefined {
  if (bytes.length === 0) {
    return { fault: 'empty' };
  }
  const [first = 0, second = 0] = bytes;
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMarked || everySecondIsNul(bytes.subarray(0, LOOKED_AT)) ? { fault: 'utf-16' } : undefined;
}

/** Plain letters in UTF-16 without a mark: zeros at all even places or at all odd ones, and none at the others. */
function everySecondIsNul(bytes: Uint8Array): boolean {
  const nuls = [0, 1].map((odd) => bytes.filter((byte, at) => at % 2 === odd && byte === 0).length);
  return bytes.length >= 2 && Math.max(...nuls) === Math.floor(bytes.length / 2) && Math.min(...nuls) === 0;
}

/**
 * Reads a file to its end before any row of it is taken, and counts its lines on the way: a table in another encoding would
 * lose its rows with letters beyond ASCII, and with them whole groups of people. Gives the line that shows it.
 */
export async function* linesOfUtf8(path: string): AsyncGenerator<number, TableFlaw | undefined> {
  const seen = { [LF]: 0, [CR]: 0 };
  const lines = () => Math.max(seen[LF] ?? 0, seen[CR] ?? 0);
  let rest: Uint8Array = new Uint8Array(0);
  let last = LF;
  let chunks = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.subarray(0, endOfLetters(bytes));
    if (!isUtf8(whole)) {
      return { fault: 'not-utf-8', line: lines() + badLineOf(whole) };
    }
    rest = bytes.subarray(whole.length);
    last = bytes.at(-1) ?? last;
    countEnds(whole, seen);
    chunks += 1;
    if (chunks % CHUNKS_PER_STEP === 0) {
      yield lines();
    }
  }
  if (rest.length > 0) {
    return { fault: 'not-utf-8', line: lines() + 1 };
  }
  yield lines() + (last === LF || last === CR ? 0 : 1);
  return undefined;
}

function countEnds(bytes: Uint8Array, seen: Record<number, number>): void {
  let [lf, cr] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    lf += bytes[at] === LF ? 1 : 0;
    cr += bytes[at] === CR ? 1 : 0;
  }
  seen[LF] = (seen[LF] ?? 0) + lf;
  seen[CR] = (seen[CR] ?? 0) + cr;
}

/** Where a letter begins that isn't there to its end, at most three bytes before the end of `bytes`. */
function endOfLetters(bytes: Uint8Array): number {
  const back = [1, 2, 3].find((each) => !isWithinLetter(bytes.at(-each) ?? 0));
  return back !== undefined && lengthOf(bytes.at(-back) ?? 0) > back ? bytes.length - back : bytes.length;
}

function isWithinLetter(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

/** How many bytes the letter has that begins with `first`. */
function lengthOf(first: number): number {
  return [0xc0, 0xe0, 0xf0].filter((least) => first >= least).length + 1;
}

/** The first line, from 1, that isn't UTF-8; no byte of a letter beyond ASCII looks like the end of a line. */
function badLineOf(bytes: Buffer): number {
  const end = bytes.includes(LF) ? LF : CR;
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const to = bytes.indexOf(end, from);
    const next = to < 0 ? bytes.length : to + 1;
    if (!isUtf8(bytes.subarray(from, next))) {
      return line;
    }
    from = next;
  }
  return line;
}
