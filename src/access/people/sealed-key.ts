import { z } from 'zod';
import {
  type Entropy,
  equalBytes,
  fromBase64Url,
  jsonIn,
  publicKeyOf,
  seal,
  toBase64Url,
  unseal,
} from '../../base/index.ts';
import { Id, PublicKey } from '../../contract/index.ts';
import { freshStretching, type Stretch, Stretching } from './stretch.ts';

/** An Ed25519 key that only its owner's passphrase opens: scrypt, then XChaCha20-Poly1305. The text is the file's. */
const SealedKey = z.strictObject({
  form: z.literal('sfumato-sealed-key-v1'),
  owner: Id,
  publicKey: PublicKey,
  scrypt: Stretching,
  /** The secret key's 32 bytes, sealed; base64url. */
  sealed: z.string().max(200),
});
export type SealedKey = z.infer<typeof SealedKey>;

/** What is to be sealed, and under which passphrase. */
export interface KeySealing {
  readonly owner: string;
  readonly secretKey: Uint8Array;
  readonly passphrase: string;
  readonly stretch: Stretch;
  readonly entropy: Entropy;
}

/** Seals a key; `undefined` when too many wait for that already. */
export async function sealKey({
  owner,
  secretKey,
  passphrase,
  stretch,
  entropy,
}: KeySealing): Promise<string | undefined> {
  const stretching = freshStretching(entropy);
  const key = await stretch(passphrase, stretching);
  if (key === undefined) {
    return undefined;
  }
  const publicKey = toBase64Url(publicKeyOf(secretKey));
  const box = seal(secretKey, { key, context: contextOf(owner, publicKey) }, entropy);
  const file: SealedKey = {
    form: 'sfumato-sealed-key-v1',
    owner,
    publicKey,
    scrypt: stretching,
    sealed: toBase64Url(box),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads the public side of a sealed key; `undefined` when the text is none. */
export function readSealedKey(text: string): SealedKey | undefined {
  return SealedKey.safeParse(jsonIn(text)).data;
}

/** Opens a sealed key: `busy` when too many wait, `undefined` when the passphrase or a byte is another. */
export async function openSealedKey(
  { owner, publicKey, scrypt, sealed }: SealedKey,
  passphrase: string,
  stretch: Stretch,
): Promise<Uint8Array | 'busy' | undefined> {
  const key = await stretch(passphrase, scrypt);
  if (key === undefined) {
    return 'busy';
  }
  const secretKey = unseal(fromBase64Url(sealed) ?? new Uint8Array(), { key, context: contextOf(owner, publicKey) });
  const isIt =
    secretKey?.length === 32 && equalBytes(publicKeyOf(secretKey), fromBase64Url(publicKey) ?? new Uint8Array());
  return isIt ? secretKey : undefined;
}

function contextOf(owner: string, publicKey: string): string {
  return `sfumato/sealed-key/v1\n${owner}\n${publicKey}`;
}
