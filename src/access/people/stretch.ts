import { scrypt } from 'node:crypto';
import { z } from 'zod';
import { type Entropy, fromBase64Url, LIMITS, randomBytes, toBase64Url } from '../../base/index.ts';

const SALT_BYTES = 16;
/** What scrypt holds in memory is 128·N·r bytes, and a little. */
const memoryOf = (log2: number): number => 128 * 2 ** log2 * 8 + 2 ** 20;

/** scrypt (RFC 7914) with r = 8 and p = 1: N as a power of two, and 16 bytes of salt, base64url. */
export const Stretching = z.strictObject({
  log2: z.int().min(LIMITS.scryptLog2Min).max(LIMITS.scryptLog2Max),
  salt: z.string().refine((text) => fromBase64Url(text)?.length === SALT_BYTES),
});
export type Stretching = z.infer<typeof Stretching>;

/** What something new is stretched with. */
export function freshStretching(entropy: Entropy): Stretching {
  return { log2: LIMITS.scryptLog2Min, salt: toBase64Url(randomBytes(entropy, SALT_BYTES)) };
}

/** Makes 32 bytes of what a person keeps in mind; `undefined` when too many wait for it already. */
export type Stretch = (secret: string, stretching: Stretching) => Promise<Uint8Array | undefined>;

/** Each takes 128 MiB for a third of a second: few run at a time, and few wait, so that nobody fills the memory by signing in. */
export function createStretch(): Stretch {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (secret, stretching) => {
    if (running >= LIMITS.scryptAtOnce) {
      if (waiting.length >= LIMITS.scryptWaitingMax) {
        return undefined;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running += 1;
    try {
      return await stretchNow(secret, stretching);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

/** Two ways to write one letter are one password (NFKC). */
function stretchNow(secret: string, { log2, salt }: Stretching): Promise<Uint8Array> {
  const options = { N: 2 ** log2, r: 8, p: 1, maxmem: memoryOf(log2) };
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), fromBase64Url(salt) ?? new Uint8Array(), 32, options, (error, key) =>
      error === null ? resolve(Uint8Array.from(key)) : reject(error),
    );
  });
}
