import { assert, deriveKey, hexToBytes, keyAgreementOf, keystream } from '../../base/index.ts';
import { addTo, ringOf } from './ring.ts';

/** A site's part in one round of masking. */
export interface MaskingRound {
  /** SHA-256, hex, of all that the sites must agree on. */
  readonly round: string;
  readonly self: string;
  /** X25519, 32 bytes; made for this round alone. */
  readonly secretKey: Uint8Array;
  /** The public keys (32 bytes) of every other site of the roster for this round. */
  readonly others: ReadonlyMap<string, Uint8Array>;
}

/**
 * The sum of a site's masks: one for each other site, added by the first of the two by name and taken away by the second, so that over
 * the roster all cancel. A mask is ChaCha20 under HKDF-SHA256 of the X25519 secret, salted with the round. Bonawitz et al. 2017, §4.
 * `undefined` when a key is of small order. @throws AssertionFailure without others.
 */
export function pairMasks(
  { round, self, secretKey, others }: MaskingRound,
  length: number,
): BigUint64Array | undefined {
  assert(others.size >= 1 && !others.has(self), 'a site masks with others');
  const sum = new BigUint64Array(length);
  const salt = hexToBytes(round);
  const agreement = keyAgreementOf(secretKey);
  for (const [other, publicKey] of others) {
    const secret = agreement.with(publicKey);
    if (secret === undefined) {
      return undefined;
    }
    const [first, second] = self < other ? [self, other] : [other, self];
    const key = deriveKey({ secret, salt, info: `sfumato/pair-mask/v1\n${first}\n${second}` }, 32);
    addTo(sum, ringOf(keystream(key, 8 * length)), self === first ? 1 : -1);
  }
  return sum;
}
