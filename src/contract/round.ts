import { z } from 'zod';
import {
  canonicalJson,
  fromBase64Url,
  hashText,
  LIMITS,
  sign,
  toBase64Url,
  utf8ToBytes,
  verifySignature,
} from '../base/index.ts';
import { Receipt, RefusedWire, ReleasedWire, Statement } from './answer.ts';
import { Hash, Id, PublicKey } from './ids.ts';

// A round of secure aggregation: every site of the roster makes a key pair for it, and masks its vector with what it shares with
// each of the others. The coordinator, which passes everything on, learns the sum and nothing else.

const Positive = z.string().regex(/^[1-9]\d{0,38}$/);
const Nonce = z.string().regex(/^[0-9a-f]{32}$/);

/** Of which round a message is: an attempt at a request, and what makes it differ from every other. */
export const RoundStart = z.strictObject({ attempt: z.int().min(1).max(LIMITS.attemptsMax), nonce: Nonce });
export type RoundStart = z.infer<typeof RoundStart>;

/** Everything that the sites of a round must agree on. Each works it out for itself: two that differ make masks that don't cancel. */
export const RoundDescriptor = z.strictObject({
  version: z.literal(1),
  /** SHA-256 of the signed request, in which the analyst names sites, ε, attempts and expiry. */
  request: Hash,
  query: Hash,
  policy: z.strictObject({ deidentification: Hash, disclosure: Hash }),
  /** Piece by piece: how many integers, and a = ε/Δ₁ as an exact fraction. */
  pieces: z
    .array(
      z.strictObject({
        length: z.int().positive().max(LIMITS.cellsMax),
        a: z.strictObject({ numerator: Positive, denominator: Positive }),
      }),
    )
    .min(1)
    .max(LIMITS.piecesMax),
  /** All sites of the request with the keys under which they are known, by name. */
  roster: z
    .array(z.strictObject({ site: Id, key: PublicKey }))
    .min(2)
    .max(LIMITS.sitesMax),
  /** How many sites may collude without harm to the others' patients. */
  colluders: z.int().min(1),
  ...RoundStart.shape,
});
export type RoundDescriptor = z.infer<typeof RoundDescriptor>;

/** SHA-256, hex, of a descriptor: the name of its round. */
export function roundOf(descriptor: RoundDescriptor): string {
  return hashText('sfumato/round/v1', canonicalJson(RoundDescriptor.parse(descriptor)));
}

/** A site's key for one round: X25519, signed by the site's own Ed25519 key over the round. */
export const Advertisement = z.strictObject({
  site: Id,
  ephemeral: PublicKey,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type Advertisement = z.infer<typeof Advertisement>;

/** Advertises a public key (32 bytes) for a round. */
export function advertise(
  round: string,
  own: Pick<Advertisement, 'site' | 'ephemeral'>,
  key: Uint8Array,
): Advertisement {
  return { ...own, signature: toBase64Url(sign(advertisedBytes(round, own), key)) };
}

/** Whether a site of this public key advertised its key for this very round. */
export function isAdvertisedBy(key: string, round: string, advertisement: Advertisement): boolean {
  const [signature, publicKey] = [fromBase64Url(advertisement.signature), fromBase64Url(key)];
  return (
    signature !== undefined &&
    publicKey !== undefined &&
    verifySignature(signature, advertisedBytes(round, advertisement), publicKey)
  );
}

/** Its label keeps this signature apart from everything else that the key signs. */
function advertisedBytes(round: string, { site, ephemeral }: Pick<Advertisement, 'site' | 'ephemeral'>): Uint8Array {
  return utf8ToBytes(`sfumato/round-key/v1\n${round}\n${site}\n${ephemeral}`);
}

/** What a site is asked first: its key for a round. */
export const AdvertiseInput = z.strictObject({ signed: z.string().max(LIMITS.signedCharactersMax), start: RoundStart });
export type AdvertiseInput = z.infer<typeof AdvertiseInput>;

/** Its key, and the round as it understands it. */
export const AdvertiseReply = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('advertised'), site: Id, round: Hash, advertisement: Advertisement }),
  RefusedWire,
]);
export type AdvertiseReply = z.infer<typeof AdvertiseReply>;

/** What a site is asked then: its masked vector, for the keys of the whole roster. */
export const MaskInput = z.strictObject({
  ...AdvertiseInput.shape,
  advertisements: z.array(Advertisement).min(2).max(LIMITS.sitesMax),
});
export type MaskInput = z.infer<typeof MaskInput>;

/**
 * A masked vector: the site's integers with its share of the noise and its masks, modulo 2⁶⁴, eight bytes each (base64url, lowest
 * byte first). Alone it is uniformly random; the vectors of the whole roster add up to the total.
 */
export const MaskedWire = z.strictObject({
  state: z.literal('masked'),
  ...Statement.shape,
  round: Hash,
  start: RoundStart,
  /** `count` shares are added up, and any `parts` of them make up the noise that the pieces state; the rest comes on top. */
  shares: z.strictObject({ parts: z.int().positive(), count: z.int().positive() }),
  vector: z
    .string()
    .max(11 * LIMITS.cellsMax)
    .regex(/^[A-Za-z0-9_-]*$/),
});
export type MaskedWire = z.infer<typeof MaskedWire>;

/** What a journal holds of what left a site, whatever it was. */
export const LeftWire = z.discriminatedUnion('state', [ReleasedWire, MaskedWire, RefusedWire]);
export type LeftWire = z.infer<typeof LeftWire>;

/** What a site says: its masked vector, or why not. Two are the same when the canonical JSON of `answer` is. */
export const MaskReply = z.strictObject({
  answer: z.discriminatedUnion('state', [MaskedWire, RefusedWire]),
  replayed: z.boolean(),
  receipt: Receipt.nullable(),
});
export type MaskReply = z.infer<typeof MaskReply>;
