import { Secret, TOTP } from 'otpauth';
import { type Entropy, randomBytes, toBase64, utf8ToBytes } from '../../base/index.ts';
import type { Credentials } from '../people/credentials.ts';

const STEP_MS = 30_000;
/** The code before and the code after are taken too: clocks differ, and typing takes time. */
const WINDOW = 1;

type Totp = NonNullable<Credentials['totp']>;

/** Whose codes they are. */
interface Label {
  readonly site: string;
  readonly person: string;
}

/** A fresh secret of 160 bits, base32: what RFC 4226 asks for. */
export function freshTotpSecret(entropy: Entropy): string {
  return new Secret({ buffer: Uint8Array.from(randomBytes(entropy, 20)).buffer }).base32;
}

/** The secret as the address that authenticators take (`otpauth:`). */
export function totpAddress(secret: string, label: Label): string {
  return generator(secret, label).toString();
}

/** The code of this moment, for whoever has no authenticator at hand and may know the secret. */
export function totpCode(secret: string, nowMs: number): string {
  return generator(secret).generate({ timestamp: nowMs });
}

/** The secret as what an authenticator reads off the screen: an SVG as a `data:` address. */
export async function totpQr(secret: string, label: Label): Promise<string> {
  const { default: qrcode } = await import('qrcode');
  const svg = await qrcode.toString(totpAddress(secret, label), { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  return `data:image/svg+xml;base64,${toBase64(utf8ToBytes(svg))}`;
}

/** The step that a code belongs to, if it is one whose turn it is and which came after the last used; else `undefined`. */
export function stepOfCode(code: string, { secret, lastStep }: Totp, nowMs: number): number | undefined {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) {
    return undefined;
  }
  const delta = generator(secret).validate({ token: digits, timestamp: nowMs, window: WINDOW });
  const step = delta === null ? undefined : Math.floor(nowMs / STEP_MS) + delta;
  return step !== undefined && step > lastStep ? step : undefined;
}

/** SHA-1 because authenticators know no other hash reliably; HMAC doesn't need its collision resistance. */
function generator(secret: string, label?: Label): TOTP {
  const about = label === undefined ? {} : { issuer: `Sfumato ${label.site}`, label: label.person };
  return new TOTP({
    ...about,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_MS / 1_000,
    secret: Secret.fromBase32(secret),
  });
}
