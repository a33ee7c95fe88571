import { z } from 'zod';
import type { Spending } from '../../../budget/index.ts';
import { Id } from '../../../contract/index.ts';
import { formatEpsilon } from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';

/** Which answers are wanted; what is absent doesn't matter. */
export const ReceiptsInput = z.strictObject({ project: Id.optional(), person: Id.optional() });

/** An answer that left, as the log has it: whose question, what it cost, and nothing of what it says. */
export interface ReceiptLine {
  /** The number of its record. */
  readonly seq: number;
  /** `released`: numbers; `masked`: one site's part of a total; `refused`: charged, and it came to nothing. */
  readonly state: 'released' | 'masked' | 'refused';
  /** When the question was admitted, in milliseconds since 1970-01-01 UTC. */
  readonly admittedMs: number;
  readonly person: string;
  readonly project: string;
  readonly meters: readonly string[];
  /** The ε that was signed. */
  readonly epsilon: string;
  readonly snapshot: string;
}

interface List {
  readonly ctx: Pick<NodeContext, 'budget' | 'governance' | 'journal' | 'config'>;
  readonly input: z.infer<typeof ReceiptsInput>;
}

type Ended = Spending & { readonly end: NonNullable<Spending['end']> };

/** The answers that left this site, the newest first. */
export async function listReceipts({ ctx, input: { project, person } }: List): Promise<{
  site: string;
  receipts: readonly ReceiptLine[];
}> {
  const lines = endedOf(ctx).map((one) => lineOf(ctx, one));
  const wanted = lines.filter(
    (one) => (project === undefined || one.project === project) && (person === undefined || one.person === person),
  );
  return { site: ctx.config.site, receipts: wanted.reverse() };
}

/** What was charged and has its answer on disk. */
export function endedOf({ budget, journal }: Pick<NodeContext, 'budget' | 'journal'>): readonly Ended[] {
  const ended = budget.spendings().filter((one): one is Ended => (one.end?.seq ?? Infinity) < journal.durableRecords);
  return [...ended].sort((one, other) => one.end.seq - other.end.seq);
}

/** One of them, as the list has it. */
export function lineOf({ governance }: Pick<NodeContext, 'governance'>, spending: Ended): ReceiptLine {
  const { key, project, meters, nanoEpsilon, snapshot, admittedMs, end } = spending;
  const person = governance.personOf(key) ?? 'somebody unknown';
  const cost = { meters, epsilon: formatEpsilon(nanoEpsilon), snapshot };
  return { seq: end.seq, state: end.state, admittedMs, person, project, ...cost };
}
