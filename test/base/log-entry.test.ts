import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, entryBytes, utf8ToBytes } from '../../src/base/index.ts';

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);

describe('an entry of the log', () => {
  it('is canonical JSON, whatever its kind says and with or without a digest', () => {
    fc.assert(
      fc.property(
        fc.record({
          seq: fc.maxSafeNat(),
          kind: fc.string({ unit: 'grapheme' }),
          recordHash: hash,
          digest: fc.option(hash),
        }),
        ({ digest, ...entry }) => {
          const whole = { ...entry, ...(digest === null ? {} : { digest }) };
          expect(entryBytes(whole)).toEqual(utf8ToBytes(canonicalJson(whole)));
        },
      ),
    );
  });
});
