import { z } from 'zod';
import { fromBase64Url, toUtf8 } from '../base/index.ts';
import type { Objection } from './refusal.ts';
import { jsonWithin } from './shape.ts';

/** The version of requests that is read and written; a later one gets another number. */
export const PROTOCOL = 1;

const Versioned = z.looseObject({ version: z.int().positive() });

/** What is wrong with a text that `readRequest` can't read: a later protocol is named, anything else is `malformed` alone. */
export function malformed(text: string): Objection & { readonly code: 'malformed' } {
  const payload = fromBase64Url(text.slice(0, 1 << 18).split('.')[1] ?? '');
  const parsed = Versioned.safeParse(jsonWithin((payload && toUtf8(payload)) ?? ''));
  if (!parsed.success || parsed.data.version <= PROTOCOL) {
    return { code: 'malformed' };
  }
  const detail = `The request is of protocol ${parsed.data.version}, and this site reads protocols up to ${PROTOCOL}.`;
  return { code: 'malformed', detail };
}
