import { z } from 'zod';
import { formatNoteKey, SfumatoError } from '../../../base/index.ts';
import type { FreeRefusal } from '../../catalog/refusal-log.ts';
import type { NodeContext } from '../../context.ts';
import { endedOf, lineOf, type ReceiptLine, type RefusalLine, refusedOf } from './list.ts';

/** The number of an answer's record. */
export const ReceiptInput = z.strictObject({ seq: z.int().nonnegative() });

/** What shows that a record is in the log. */
interface Shown {
  readonly site: string;
  /** The request that was charged or refused, by its id and the hash of its signed text; `null` where the record names none. */
  readonly request: FreeRefusal['request'];
  /** Of the record, and of the answer with its opening, which only its asker has: hex. */
  readonly recordHash: string;
  readonly digest: string;
  /** A C2SP tlog-proof: the record's way up to the root, and the checkpoint that the site signed over it. */
  readonly proof: string;
  readonly logKey: string;
}

/** What the log has of an answer, or of a refusal that cost nothing, and what shows that it is in the log. */
export type ReceiptReport =
  | (Shown & ReceiptLine & { readonly kind: 'commit' })
  | (Shown & RefusalLine & { readonly kind: 'refuse' });

interface Show {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof ReceiptInput>;
}

/** Shows the receipt of one answer. What it says is sealed, and stays so. @throws SfumatoError `wrong-use`. */
export async function showReceipt({ ctx, input: { seq } }: Show): Promise<ReceiptReport> {
  const answer = endedOf(ctx).find(({ end }) => end.seq === seq);
  if (answer !== undefined) {
    return { ...lineOf(ctx, answer), ...shown(ctx, seq, { ...answer.end, request: answer.request }), kind: 'commit' };
  }
  const refusal = refusedOf(ctx).find((one) => one.seq === seq);
  if (refusal !== undefined) {
    return { ...refusal, ...shown(ctx, seq, refusal), kind: 'refuse' };
  }
  throw new SfumatoError('wrong-use', `Record ${seq} is no answer; see \`sfumato receipt list\`.`);
}

function shown(
  { config, notary }: NodeContext,
  seq: number,
  { recordHash, digest, request }: Pick<Shown, 'recordHash' | 'digest' | 'request'>,
): Shown {
  return {
    site: config.site,
    request,
    recordHash,
    digest,
    proof: notary.prove(seq),
    logKey: formatNoteKey(notary.key),
  };
}
