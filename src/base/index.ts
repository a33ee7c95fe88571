/** Floor 0: words, bounds and primitives that every other floor may use. Nothing here imports anything of ours. */
export { AssertionFailure, assert } from './assert.ts';
export {
  bytesToHex,
  concatBytes,
  equalBytes,
  fromBase64Url,
  hexToBytes,
  toBase64Url,
  toUtf8,
  utf8ToBytes,
} from './bytes.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export type { Clock } from './clock.ts';
export { type Entropy, randomBytes, randomId, systemEntropy } from './entropy.ts';
export { PUBLIC_SENTENCES } from './errors.table.ts';
export { type ErrorCode, isSfumatoError, SfumatoError, systemCode } from './errors.ts';
export { hashText, hmacSha256, hmacSha256Under, type Keyed, sha256 } from './hash.ts';
export { LIMITS } from './limits.ts';
export { didYouMean, nearest } from './nearest.ts';
export { type Sealing, seal, unseal } from './seal.ts';
export { publicKeyOf, sign, verifySignature } from './signature.ts';
export { systemClock } from './system-clock.ts';
export { type Fetch, systemFetch, systemFetchWithin } from './system-fetch.ts';
export { type Vault, vault } from './vault.ts';
