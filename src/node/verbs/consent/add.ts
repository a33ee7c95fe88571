import { z } from 'zod';
import { withoutEnd } from '../../../base/index.ts';
import { PurposeClass, purposeBit } from '../../../contract/index.ts';
import type { NodeContext } from '../../context.ts';
import { effectiveFrom } from '../archive/next-slot.ts';
import { optOutsOf, readOptOuts } from '../archive/opt-outs.ts';
import { siteConsent } from './open.ts';

/** What patients of a list said: the purposes that they allow still, none of them for who withdraws altogether. */
const Said = z.strictObject({
  scopes: z.array(PurposeClass),
  /** Take all lines as they stand. */
  verbatim: z.boolean().default(false),
});

/** The same with its list: the path of a local file, see `readOptOuts`; or its lines, as a page has them, which name no path. */
export const ConsentInput = z.union([Said.extend({ list: z.string().min(1) }), Said.extend({ text: z.string() })]);

interface Add {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof ConsentInput>;
}

/** What was sealed: how many batches there are now, and from when this one counts. */
export interface ConsentReport {
  readonly batches: number;
  /** How many lines the list has, and how many of them name an issuer. */
  readonly lines: number;
  readonly withIssuer: number;
  /** A day, YYYY-MM-DD: the first on which a publish can take it in. */
  readonly effectiveFrom: string;
}

/**
 * Seals at once what the patients of a list said; the next publish of the calendar takes it in, for good. It makes no record: that
 * would tell when somebody came to say it. @throws SfumatoError as `readOptOuts` and `openConsent`.
 */
export async function addConsent({ ctx, input }: Add): Promise<ConsentReport> {
  const { scopes, verbatim } = input;
  const reading = { pseudonymKey: ctx.keys.pseudonym, verbatim };
  // Empty lines at the end of what is typed are the keyboard's, not the list's.
  const read = 'text' in input ? optOutsOf(withoutEnd(input.text, '\r\n'), reading) : readOptOuts(input.list, reading);
  const { pseudonyms, lines, withIssuer } = read;
  const consent = siteConsent(ctx);
  consent.add({ allowed: maskOf(scopes), pseudonyms });
  return { batches: consent.batches.length, lines, withIssuer, effectiveFrom: effectiveFrom(ctx) };
}

function maskOf(scopes: readonly PurposeClass[]): number {
  return [...new Set(scopes)].reduce((mask, scope) => mask + purposeBit(scope), 0);
}
