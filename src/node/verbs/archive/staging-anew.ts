import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';
import type { Actor } from '../../../governance/index.ts';
import {
  compareStagings,
  discardAnew,
  replacementReady,
  type StagingChange,
  stagingsThere,
} from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

/** A share of the staged series that goes only where somebody says so: an archive of which a part isn't mounted looks like one that lost it. */
const LOSS_SHARE_MAX = 1 / 10;
/** What was read longer ago goes only where somebody says so: what left the archive since is still in it. */
const AGE_MS_MAX = 86_400_000;

/** What keeps what was read anew from taking the place of what is staged, unless it is named: each may be meant, and each may be an accident. */
export const Hindrance = z.enum(['unread', 'left-out', 'old', 'loss']);
type Hindrance = z.infer<typeof Hindrance>;
const UNNOTED =
  'rows were staged before their sources were noted, so nobody can say whether all of those were read anew (left-out)';
const HINDRANCES: Readonly<Record<Hindrance, string>> = {
  unread: 'not all of a source that was read anew could be read (unread)',
  'left-out': 'a source that was ingested before was not read anew (left-out)',
  old: 'a source was begun more than 24 hours ago, or again after its end, so what left it since may still be in it, and `sfumato staging discard` begins from the first header (old)',
  loss: 'more than a tenth of the staged series would go (loss)',
};

/** Why, and in spite of what; the reason is recorded. */
export const ReplaceInput = z.strictObject({ reason: z.string(), accept: z.array(Hindrance).default([]) });
const Reason = z.string().trim().min(10).max(400);

/** What was read anew beside what is staged: exact counts, for who ingests here. */
export interface AnewReport extends StagingChange {
  readonly policy: string;
  readonly hindrances: readonly Hindrance[];
}

interface Called {
  readonly ctx: NodeContext;
}

/** Holds what was read anew against what is staged. Exact counts go to people on the site only. @throws SfumatoError `staging-missing`. */
export async function compareAnew({ ctx }: Called): Promise<AnewReport> {
  const { folder, policy } = ctx;
  const { staged, anew } = stagingsThere({ folder, policy });
  if (!staged || !anew) {
    const sentence = `Nothing was read anew under ${policy.name}; \`sfumato ingest --anew\` does, source by source.`;
    throw new SfumatoError('staging-missing', sentence);
  }
  const change = await compareStagings({ folder, policy });
  return { policy: policy.name, ...change, hindrances: hindrancesOf(change, ctx.clock.wallMs()) };
}

function hindrancesOf(
  { unread, leftOut, again, sinceMs, gone, staged }: StagingChange,
  nowMs: number,
): readonly Hindrance[] {
  const hinders: Readonly<Record<Hindrance, boolean>> = {
    unread: unread.length > 0,
    'left-out': leftOut.length > 0,
    old: again.length > 0 || sinceMs === undefined || nowMs - sinceMs > AGE_MS_MAX,
    loss: gone.series > staged.series * LOSS_SHARE_MAX,
  };
  return Hindrance.options.filter((hindrance) => hinders[hindrance]);
}

interface Replace extends Called {
  readonly actor: Actor;
  readonly input: z.infer<typeof ReplaceInput>;
}

/**
 * Puts what was read anew in the place of what is staged: the next publish begins with it. That it was done is on record before, by whom and
 * why; what went isn't. @throws SfumatoError `staging-missing`, `replace-refused`, `wrong-use`.
 */
export async function replaceStaged({ ctx, actor, input: { reason, accept } }: Replace): Promise<AnewReport> {
  if (!Reason.safeParse(reason).success) {
    throw new SfumatoError('wrong-use', 'Say why in 10 to 400 characters, without naming anybody: it is recorded.');
  }
  const report = await compareAnew({ ctx });
  assertReplaceable(report, accept);
  const replace = await replacementReady(ctx);
  const body = { what: 'staging replaced by what was read anew', policy: report.policy };
  await ctx.journal.append({ kind: 'staging', actor: actor.person, reason, body }).durable;
  replace();
  ctx.assessments.outdate();
  return report;
}

function assertReplaceable({ anew, leftOut, hindrances }: AnewReport, accept: readonly Hindrance[]): void {
  if (anew.series === 0) {
    const sentence = 'Nothing was replaced: no series was read anew. Is the archive mounted?';
    throw new SfumatoError('replace-refused', sentence);
  }
  const left = hindrances.filter((hindrance) => !accept.includes(hindrance));
  if (left.length > 0) {
    const sentences = { ...HINDRANCES, ...(leftOut.includes('unnoted') && { 'left-out': UNNOTED }) };
    const why = left.map((hindrance) => sentences[hindrance]).join(', and ');
    const sentence = `Nothing was replaced: ${why}. Where \`sfumato staging compare\` shows what is meant, say so: --accept ${left.join(',')}.`;
    throw new SfumatoError('replace-refused', sentence);
  }
}

/** Deletes what was read anew, under whatever policy. @throws SfumatoError `staging-missing`. */
export async function discardReadAnew({ ctx }: Called): Promise<{ readonly policy: string }> {
  const { folder, policy } = ctx;
  if (!discardAnew(folder)) {
    throw new SfumatoError('staging-missing', `Nothing was read anew under ${policy.name} or another policy.`);
  }
  return { policy: policy.name };
}
