import { equalBytes, hmacSha256, toBase64Url, utf8ToBytes } from '../../base/index.ts';
import type { FaultCode } from '../page.ts';
import type { AccessContext } from './env.ts';
import { type Form, parseForm } from './form.ts';

/** Whose forms a token is for: a person's, in whatever session of theirs, or those of a browser that nobody is signed in with. */
export type FormOwner = { readonly person: string } | { readonly browser: string };

/** The token for somebody's forms: nobody else can work it out. */
export function formToken(key: Uint8Array, owner: FormOwner): string {
  const whose = 'person' in owner ? `person\n${owner.person}` : `browser\n${owner.browser}`;
  return toBase64Url(hmacSha256(key, utf8ToBytes(`sfumato/form/v2\n${whose}`)));
}

/** Whose forms a request can send. A form outlives its session, so that nothing typed is lost where factors are shown again in another tab. */
export function formOwner(c: AccessContext): FormOwner | undefined {
  const [session, browser] = [c.get('session'), c.get('browser')];
  if (session !== undefined) {
    return { person: session.person };
  }
  return browser === undefined ? undefined : { browser };
}

/** Why a form isn't taken; and where it was sent from a page of ours, what stands in it. */
export interface Unfit {
  readonly code: FaultCode;
  readonly form?: Form;
}

/**
 * Judges a request that changes something: its browser must say that it comes from a page of ours, it must be a form (or JSON, of
 * our own script), and it must bear the token of this person or browser. Each alone would do in a perfect browser.
 */
export async function judgeForm(c: AccessContext, key: Uint8Array): Promise<Form | Unfit> {
  if (!isFromHere(c)) {
    return { code: 'not-asked-here' };
  }
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' && type !== 'application/json') {
    return { code: 'wrong-form' };
  }
  const form = parseForm(type === 'application/json' ? '' : await c.req.text());
  if (form === undefined) {
    return { code: 'wrong-form' };
  }
  const token = type === 'application/json' ? c.req.header('x-csrf-token') : form.one('csrf');
  const owner = formOwner(c);
  return owner !== undefined && isSame(token ?? '', formToken(key, owner)) ? form : { code: 'form-expired', form };
}

/** A browser sends at least one of the two with every form; whatever it sends must be right. */
function isFromHere(c: AccessContext): boolean {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const isGood = (site ?? 'same-origin') === 'same-origin' && (origin ?? c.get('origin')) === c.get('origin');
  return isGood && (site !== undefined || origin !== undefined);
}

function isSame(left: string, right: string): boolean {
  return equalBytes(utf8ToBytes(left), utf8ToBytes(right));
}
