import { expect, it } from 'vitest';
import {
  type Clock,
  formatPersonKey,
  LIMITS,
  parsePersonKey,
  randomBytes,
  systemEntropy,
} from '../../src/base/index.ts';
import { heldKey } from '../../src/cli/workbench/held-key.ts';

const entropy = systemEntropy();
const secretKey = randomBytes(entropy, 32);

function keyFile(expires?: string) {
  const file = parsePersonKey(formatPersonKey({ secretKey, expires }, 'seven grey herons', entropy));
  if (file === undefined) {
    throw new Error('what was written is read');
  }
  return file;
}

/** A clock that stands until it is set. */
function standingClock(): Clock & { at: number } {
  const clock = {
    at: 0,
    wallMs: () => Date.parse('2026-11-26T12:00:00Z') + clock.at,
    monotonicMs: () => clock.at,
    until: (_: number, stop?: AbortSignal) =>
      new Promise<void>((resolve) => stop?.addEventListener('abort', () => resolve())),
  };
  return clock;
}

it('is opened by its passphrase, and by no other', () => {
  const key = heldKey(keyFile(), standingClock());
  expect(key.isOpen()).toBe(false);
  expect(() => key.use()).toThrowError(expect.objectContaining({ code: 'key-missing' }));
  expect(key.open('seven grey herms')).toBe(false);
  expect(key.open('seven grey herons')).toBe(true);
  expect(key.use()).toEqual(secretKey);
});

it('is overwritten when nobody has used it for so long, and not before', () => {
  const clock = standingClock();
  const key = heldKey(keyFile(), clock);
  key.open('seven grey herons');
  clock.at = LIMITS.sessionIdleMs - 1;
  const bytes = key.use();
  clock.at += LIMITS.sessionIdleMs - 1;
  expect(key.isOpen()).toBe(true);
  clock.at += 1;
  expect(key.isOpen()).toBe(false);
  expect(bytes).toEqual(new Uint8Array(32));
  expect(() => key.use()).toThrowError(expect.objectContaining({ code: 'key-missing' }));
});

it('is forgotten at once when its person says so', () => {
  const key = heldKey(keyFile(), standingClock());
  key.open('seven grey herons');
  const bytes = key.use();
  key.forget();
  expect(bytes).toEqual(new Uint8Array(32));
  expect(key.isOpen()).toBe(false);
});

it('signs nothing after its last day, also when it was opened before', () => {
  const clock = standingClock();
  const key = heldKey(keyFile('2026-11-26'), clock);
  key.open('seven grey herons');
  clock.at = LIMITS.sessionIdleMs - 1;
  expect(key.use()).toEqual(secretKey);
  const later = heldKey(keyFile('2026-11-25'), clock);
  expect(() => later.open('seven grey herons')).toThrowError(expect.objectContaining({ code: 'key-invalid' }));
});
