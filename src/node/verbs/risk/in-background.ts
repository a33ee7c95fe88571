import type { Actor } from '../../../governance/index.ts';
import { stagingsThere } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';
import { assertAssessable, assessRisk } from './assess.ts';
import type { Assessments, KeptAssessment } from './assessments.ts';
import { isUsual, type RiskInput, type TellingField, tellingFields } from './choice.ts';

interface Called {
  readonly ctx: Pick<NodeContext, 'folder' | 'policy' | 'turns' | 'assessments'>;
}

interface Begin extends Called {
  readonly actor: Actor;
  readonly input: RiskInput;
  /** Does a piece of work when the archive is free. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Begins an assessment that goes on while nobody looks; what is wrong with its input is said at once. @throws SfumatoError `wrong-use`, `staging-missing`. */
export async function beginRisk({ ctx, actor, input, inTurn }: Begin): Promise<void> {
  assertAssessable(ctx, input);
  ctx.assessments.begin({ by: actor.person, input }, (how) => inTurn(() => assessRisk({ ctx, input, ...how })));
}

/** Ends the assessment that is under way, whoever began it. */
export async function stopRisk({ ctx }: Called): Promise<void> {
  ctx.assessments.stop();
}

/** How assessments stand: nothing that was computed from patients. */
export interface RiskStanding {
  readonly policy: string;
  readonly isStaged: boolean;
  /** What may be looked at, and which of it is where nothing is chosen. */
  readonly fields: readonly (TellingField & { readonly usual: boolean })[];
  readonly underWay: Pick<NonNullable<ReturnType<Assessments['underWay']>>, 'by' | 'progress'> | null;
  readonly kept: Omit<KeptAssessment, 'report'> | null;
}

/** How assessments stand. @throws why the last one came to nothing, once. */
export async function showRiskStanding({ ctx }: Called): Promise<RiskStanding> {
  const { assessments, policy } = ctx;
  const failure = assessments.takeFailure();
  if (failure !== undefined) {
    throw failure;
  }
  const [underWay, kept] = [assessments.underWay(), assessments.kept()];
  return {
    policy: policy.name,
    isStaged: stagingsThere(ctx).staged,
    fields: tellingFields(policy).map((field) => ({ ...field, usual: isUsual(field) })),
    underWay: underWay === undefined ? null : { by: underWay.by, progress: underWay.progress },
    kept: kept === undefined ? null : withoutReport(kept),
  };
}

function withoutReport({ report: _report, ...kept }: KeptAssessment): RiskStanding['kept'] {
  return kept;
}

/** What the last assessment found, or `null` where none came to its end. Exact numbers, as those of `assessRisk`. */
export async function showKeptRisk({ ctx }: Called): Promise<KeptAssessment | null> {
  return ctx.assessments.kept() ?? null;
}
