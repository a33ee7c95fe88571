import { z } from 'zod';
import { canonicalJson } from '../base/index.ts';
import { Receipt } from './answer.ts';
import { LeftWire } from './round.ts';

/** What left a site, as it was given, and what shows that it is in the site's log. */
export const Receipted = z.strictObject({ answer: LeftWire, receipt: Receipt });
export type Receipted = z.infer<typeof Receipted>;

/** What a file of receipts holds. */
const ReceiptFile = z.strictObject({
  format: z.literal('sfumato-receipts-1'),
  receipts: z.array(Receipted).min(1),
});

/** Receipts as a file: one line of RFC 8785 JSON, so that no byte of it is without meaning. */
export function formatReceipts(receipts: readonly Receipted[]): string {
  return `${canonicalJson({ format: 'sfumato-receipts-1', receipts: [...receipts] })}\n`;
}

/** Reads receipts; `undefined` unless `formatReceipts` would write exactly this. */
export function parseReceipts(text: string): readonly Receipted[] | undefined {
  try {
    const parsed = ReceiptFile.safeParse(JSON.parse(text));
    return parsed.success && formatReceipts(parsed.data.receipts) === text ? parsed.data.receipts : undefined;
  } catch {
    // Not JSON, or not what canonical JSON can hold.
    return undefined;
  }
}
