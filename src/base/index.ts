/** Floor 0: words, bounds and primitives that every other floor may use. Nothing here imports anything of ours. */
export { aborted, unlessAborted, whenAborted } from './aborted.ts';
export {
  agreementKeyOf,
  type Derivation,
  deriveKey,
  type KeyAgreement,
  keyAgreementOf,
} from './agreement.ts';
export { AssertionFailure, assert } from './assert.ts';
export {
  bytesToHex,
  concatBytes,
  equalBytes,
  fromBase64,
  fromBase64Url,
  hexToBytes,
  joinBytes,
  toBase64,
  toBase64Url,
  toUtf8,
  utf8ToBytes,
} from './bytes.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export type { Clock } from './clock.ts';
export { compiledFile } from './compiled-file.ts';
export { csvLine } from './csv-line.ts';
export { afterLineEnd, csvRecord } from './csv-record.ts';
export { dropOldest } from './drop-oldest.ts';
export { type Entropy, randomBytes, randomId, systemEntropy } from './entropy.ts';
export { PUBLIC_SENTENCES } from './errors.table.ts';
export { type ErrorCode, isOutOfSpace, isSfumatoError, SfumatoError, systemCode, whyUnreadable } from './errors.ts';
export { failureOf } from './failure.ts';
export { GatheredBytes } from './gathered-bytes.ts';
export { hashText, hmacSha256, hmacSha256Under, type Keyed, sha256 } from './hash.ts';
export { jsonIn } from './json-in.ts';
export { keystream } from './keystream.ts';
export { LIMITS } from './limits.ts';
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './log/checkpoint.ts';
export { type Cosignature, cosign, cosignatureBy } from './log/cosignature.ts';
export { entryBytes, type LogEntry } from './log/entry.ts';
export { EMPTY_ROOT, leafHash } from './log/merkle-hash.ts';
export { type ConsistencyClaim, type InclusionClaim, isConsistent, isIncluded } from './log/merkle-proof.ts';
export { type LeafHashes, MerkleTree } from './log/merkle-tree.ts';
export {
  formatNote,
  isSignedBy,
  type Note,
  type NoteSigner,
  parseNote,
  signaturesUnder,
  signNote,
} from './log/note.ts';
export { formatNoteKey, type NoteKey, noteKeyOf, parseNoteKey } from './log/note-key.ts';
export { logOrigin } from './log/origin.ts';
export { formatLogProof, type LogProof, parseLogProof } from './log/proof-file.ts';
export { readSuccession, type Succession, signSuccession } from './log/succession.ts';
export { markupText } from './markup-text.ts';
export { dayEnd, dayStart, MOMENT_FORM, timeAt } from './moment.ts';
export { didYouMean, nearest } from './nearest.ts';
export { percentText } from './percent.ts';
export {
  formatPersonKey,
  hasExpired,
  type PersonKey,
  type PersonKeyFile,
  parsePersonKey,
} from './person-key.ts';
export { hidesSomething, printable, printableCell } from './printable.ts';
export { remembered } from './remembered.ts';
export { type Sealing, seal, unseal } from './seal.ts';
export {
  isPublicKey,
  publicKeyOf,
  type Signer,
  sign,
  signerOf,
  type Verifier,
  verifierOf,
  verifySignature,
} from './signature.ts';
export { stretch } from './stretch.ts';
export { systemClock } from './system-clock.ts';
export { type Fetch, systemFetch, systemFetchWithin } from './system-fetch.ts';
export { type Vault, vault } from './vault.ts';
export { NoWay, WAY_FAULTS, type WayFault, wayFaultOf } from './way/fault.ts';
export { moreOf, type Way, waySentence } from './way/sentence.ts';
export { withoutEnd } from './without-end.ts';
