import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createStretch, openSealedKey, readSealedKey, sealKey } from '../../src/access/index.ts';
import { LIMITS, publicKeyOf, systemEntropy, toBase64Url } from '../../src/base/index.ts';

const entropy = systemEntropy();
const secretKey = new Uint8Array(32).fill(5);
const stretching = { log2: 17, salt: toBase64Url(new Uint8Array(16).fill(1)) };

describe('stretching', () => {
  it('is scrypt with 128 MiB, the same for two ways to write one letter', async () => {
    const stretch = createStretch();
    const salt = Buffer.alloc(16, 1);
    const expected = scryptSync('pass-\u00e9', salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
    expect(await stretch('pass-e\u0301', stretching)).toEqual(Uint8Array.from(expected));
  });

  it('lets few wait, and turns the rest away rather than fill the memory', async () => {
    const stretch = createStretch();
    const taken = LIMITS.scryptAtOnce + LIMITS.scryptWaitingMax;
    // Cheap ones would do as well; these are refused by scrypt itself, at once.
    const broken = { log2: 60, salt: stretching.salt };
    const all = await Promise.allSettled(Array.from({ length: taken + 3 }, () => stretch('x', broken)));
    const refused = all.filter((one) => one.status === 'fulfilled' && one.value === undefined);
    expect(refused).toHaveLength(3);
    expect(await stretch('x', stretching)).toHaveLength(32);
  });
});

describe('a sealed key', () => {
  it('opens by its passphrase alone, unchanged', async () => {
    const stretch = createStretch();
    const text = (await sealKey({ owner: 'ada', secretKey, passphrase: 'a long passphrase', stretch, entropy })) ?? '';
    const sealed = readSealedKey(text);
    expect(sealed).toMatchObject({
      owner: 'ada',
      publicKey: toBase64Url(publicKeyOf(secretKey)),
      scrypt: { log2: 17 },
    });
    expect(text).not.toContain(toBase64Url(secretKey));
    if (sealed === undefined) {
      throw new Error('it can be read');
    }
    expect(await openSealedKey(sealed, 'a long passphrase', stretch)).toEqual(secretKey);
    expect(await openSealedKey(sealed, 'a long passphrasf', stretch)).toBeUndefined();
    expect(await openSealedKey({ ...sealed, owner: 'eve' }, 'a long passphrase', stretch)).toBeUndefined();
  });

  it.each([
    ['less work', (text: string) => text.replace('"log2": 17', '"log2": 10')],
    ['more memory than there is', (text: string) => text.replace('"log2": 17', '"log2": 30')],
    ['something else in it', (text: string) => text.replace('{', '{ "extra": 1,')],
    ['no JSON', () => 'key'],
  ])('with %s is none', async (_, change) => {
    const stretch = async () => new Uint8Array(32);
    const text = (await sealKey({ owner: 'ada', secretKey, passphrase: 'x', stretch, entropy })) ?? '';
    expect(readSealedKey(text)).toBeDefined();
    expect(readSealedKey(change(text))).toBeUndefined();
  });
});
