import { z } from 'zod';
import type { Spending } from '../../../budget/index.ts';
import { formatEpsilon } from '../../../privacy/index.ts';
import type { FreeRefusal } from '../../catalog/refusal-log.ts';
import type { NodeContext } from '../../context.ts';
import { type Strange, strangeName } from '../decision/strange-name.ts';

/** Which answers are wanted; what is absent doesn't matter. */
export const ReceiptsInput = z.strictObject({ project: z.string().optional(), person: z.string().optional() });

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

/** A question that was refused for free. */
export type RefusalLine = Omit<FreeRefusal, 'request' | 'recordHash' | 'digest'>;

interface List {
  readonly ctx: Pick<NodeContext, 'budget' | 'governance' | 'journal' | 'config' | 'refusalLog'>;
  readonly input: z.infer<typeof ReceiptsInput>;
}

type Ended = Spending & { readonly end: NonNullable<Spending['end']> };

interface Listed extends Strange {
  readonly site: string;
  readonly receipts: readonly ReceiptLine[];
  readonly refusals: readonly RefusalLine[];
}

/** The answers that left this site, and the newest refusals that cost nothing, each the newest first. */
export async function listReceipts({ ctx, input: { project, person } }: List): Promise<Listed> {
  const isWanted = (one: { readonly project: string | null; readonly person: string }): boolean =>
    (project === undefined || one.project === project) && (person === undefined || one.person === person);
  const receipts = endedOf(ctx).map((one) => lineOf(ctx, one));
  const refusals = refusedOf(ctx).map(({ request: _request, recordHash: _hash, digest: _digest, ...line }) => line);
  return {
    site: ctx.config.site,
    receipts: receipts.filter(isWanted).reverse(),
    refusals: refusals.filter(isWanted).reverse(),
    ...strangeName(ctx, { project, person }),
  };
}

/** What was charged and has its answer on disk. */
export function endedOf({ budget, journal }: Pick<NodeContext, 'budget' | 'journal'>): readonly Ended[] {
  const ended = budget.spendings().filter((one): one is Ended => (one.end?.seq ?? Infinity) < journal.durableRecords);
  return [...ended].sort((one, other) => one.end.seq - other.end.seq);
}

/** What was refused for free and is on disk. */
export function refusedOf({
  refusalLog,
  journal,
}: Pick<NodeContext, 'refusalLog' | 'journal'>): readonly FreeRefusal[] {
  return refusalLog.refusals().filter(({ seq }) => seq < journal.durableRecords);
}

/** One of them, as the list has it. */
export function lineOf({ governance }: Pick<NodeContext, 'governance'>, spending: Ended): ReceiptLine {
  const { key, project, meters, nanoEpsilon, snapshot, admittedMs, end } = spending;
  const person = governance.personOf(key) ?? 'somebody unknown';
  const cost = { meters, epsilon: formatEpsilon(nanoEpsilon), snapshot };
  return { seq: end.seq, state: end.state, admittedMs, person, project, ...cost };
}
