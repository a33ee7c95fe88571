import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { openNonceBook } from '../../src/link/index.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-nonces-'));
  folders.push(folder);
  return folder;
}

describe('a nonce', () => {
  it('is used once, by however many at once, and after every restart', async () => {
    const folder = scratch();
    for (let start = 0; start < 3; start += 1) {
      const book = await openNonceBook(folder, () => 1_000);
      const claims = await Promise.all(Array.from({ length: 20 }, () => book.claim('one', 61_000)));
      expect(claims.filter((claimed) => claimed)).toHaveLength(start === 0 ? 1 : 0);
      expect(await book.claim(`of start ${start}`.replaceAll(' ', '-'), 61_000)).toBe(true);
      await book.close();
    }
  });

  it('is on disk before it counts as used', async () => {
    const folder = scratch();
    const book = await openNonceBook(folder, () => 1_000);
    await book.claim('one', 61_000);
    expect(readFileSync(join(folder, 'nonces.log'), 'utf8')).toContain('61000 one\n');
    await book.close();
  });

  it('whose line was cut short by a crash was not accepted, and spoils no other', async () => {
    const folder = scratch();
    const book = await openNonceBook(folder, () => 1_000);
    await book.claim('one', 61_000);
    await book.close();
    appendFileSync(join(folder, 'nonces.log'), '61000 tw');
    const again = await openNonceBook(folder, () => 1_000);
    expect([
      await again.claim('one', 61_000),
      await again.claim('two', 61_000),
      await again.claim('tw', 61_000),
    ]).toEqual([false, true, true]);
    await again.close();
  });

  it('that comes once the book is closed is not taken, and is nothing that ends a process', async () => {
    const folder = scratch();
    const told: string[] = [];
    const book = await openNonceBook(
      folder,
      () => 1_000,
      ({ code }) => told.push(code),
    );
    await book.claim('one', 61_000);
    await book.close();
    await expect(book.claim('two', 61_000)).rejects.toMatchObject({ code: 'interrupted' });
    expect(told).toEqual([]);
    expect(readFileSync(join(folder, 'nonces.log'), 'utf8')).not.toContain('two');
  });

  it('that can’t be written is told of once, and the book closes all the same', async () => {
    const folder = scratch();
    const told: string[] = [];
    const book = await openNonceBook(
      folder,
      () => 1_000,
      ({ code }) => void told.push(code),
    );
    const many = Array.from({ length: LIMITS.noncesPerFile }, (_, at) => book.claim(`one-${at}`, 61_000));
    await Promise.all(many);
    // The next begins the file anew, where its folder isn't any more.
    rmSync(folder, { recursive: true });
    await expect(book.claim('two', 61_000)).rejects.toThrow();
    await expect(book.claim('three', 61_000)).rejects.toThrow();
    expect(told).toEqual(['file-unwritable']);
    await book.close();
  });

  it('that was forgotten is not accepted again, though the clock were set back', async () => {
    const folder = scratch();
    const old = Array.from({ length: LIMITS.noncesPerFile }, (_, at) => `${50_000 + (at % 1_000)} old-${at}\n`);
    writeFileSync(join(folder, 'nonces.log'), `${old.join('')}9000000 new\n`);
    const book = await openNonceBook(folder, () => 9_000_000);
    expect(readFileSync(join(folder, 'nonces.log'), 'utf8')).toBe('50999 floor\n9000000 new\n');
    await book.close();
    const setBack = await openNonceBook(folder, () => 20_000);
    expect(await setBack.claim('old-7', 50_007)).toBe(false);
    expect(await setBack.claim('other', 50_999)).toBe(false);
    expect(await setBack.claim('new', 9_000_000)).toBe(false);
    expect(await setBack.claim('other', 51_000)).toBe(true);
    await setBack.close();
  });
});
