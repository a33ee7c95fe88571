import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linesOfUtf8 } from '../../../src/dicom/table/encoding.ts';
import { type Folders, folders } from '../ingesting.ts';

// Whether a file is UTF-8 to its end is known before any row of it is taken, and which line shows that it isn't.

let at: Folders;

beforeEach(() => {
  at = folders();
});

afterEach(() => at.remove());

async function looked(content: Uint8Array) {
  const steps = linesOfUtf8(at.put('t.csv', content));
  const counts: number[] = [];
  let step = await steps.next();
  for (; !step.done; step = await steps.next()) {
    counts.push(step.value);
  }
  return step.value ?? counts.at(-1);
}

const CHUNK = 1024 * 1024;

describe('a file', () => {
  test('in UTF-8 has its lines, wherever letters of any length are cut into pieces', async () => {
    for (const letter of ['e', 'ü', '山', '𝒥']) {
      for (const before of [1, 2, 3, 4]) {
        const text = `a\n${'x'.repeat(CHUNK - 2 - before)}${letter}\n${letter}`;
        expect(await looked(Buffer.from(text)), `${letter} ${before}`).toBe(3);
      }
    }
    for (const [text, lines] of [
      ['a\r\nb\r\n', 2],
      ['a\rb\rc', 3],
      ['a', 1],
    ] as const) {
      expect(await looked(Buffer.from(text))).toBe(lines);
    }
  });

  test('in another encoding names the line that shows it, whatever ends a line', async () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => `row ${n}`);
    for (const end of ['\n', '\r\n', '\r']) {
      for (const place of [0, 1, 123_456, rows.length - 1]) {
        const text = rows.with(place, 'Müller').join(end);
        expect(await looked(Buffer.from(text, 'latin1'))).toEqual({ fault: 'not-utf-8', line: place + 1 });
      }
    }
  });

  test('that ends within a letter isn’t UTF-8', async () => {
    for (const letter of ['ü', '山', '𝒥']) {
      expect(await looked(Buffer.from(`a\n${letter}`).subarray(0, -1))).toEqual({ fault: 'not-utf-8', line: 2 });
    }
  });
});
