import { SfumatoError } from '../../../base/index.ts';
import { ground, notTaken } from '../../../governance/index.ts';
import { sampleRisk } from '../../../risk/index.ts';
import { openStaging, stagingsThere } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';
import { type Choice, choiceOf, daysOf, type RiskInput } from './choice.ts';
import { type RiskReport, reportOf } from './report.ts';

interface Assess {
  readonly ctx: Pick<NodeContext, 'folder' | 'policy' | 'turns'>;
  readonly input: RiskInput;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Assesses what somebody could do who got hold of the staged rows and knows things of a patient. Exact numbers go to people on the site only:
 * not to the journal, nor to messages; whether anything is published hangs on none of them. @throws SfumatoError `staging-missing`,
 * `wrong-use`, `interrupted`, and as `openStaging`.
 */
export async function assessRisk({ ctx, input, signal, onProgress }: Assess): Promise<RiskReport> {
  const { folder, policy } = ctx;
  const { fields, sets } = assertAssessable(ctx, input);
  const { population } = input;
  assertGoesOn(signal);
  const staging = await openStaging({ folder, policy });
  try {
    let done = 0;
    const onSet = (): void => onProgress({ done: ++done, total: sets.length });
    const sizes = await staging.classSizes({ sets, days: daysOf(policy), onSet, signal });
    assertGoesOn(signal);
    const found = sets.map((set, at) => ({ set, sizes: sizes[at] ?? new Map() }));
    if (population !== undefined && population < sampleRisk(found.at(-1)?.sizes ?? new Map()).patients) {
      const sentence = 'The population holds all patients who are staged, and so has at least as many people.';
      throw notTaken(ground('risk-population', sentence));
    }
    return await reportOf({ policy: policy.name, fields, found, population, turn: () => ctx.turns.next() });
  } finally {
    await staging.close();
  }
}

/** What is to be looked at, where that can be and anything is staged. @throws SfumatoError `staging-missing`, `wrong-use`. */
export function assertAssessable(ctx: Pick<NodeContext, 'folder' | 'policy'>, input: RiskInput): Choice {
  const choice = choiceOf(ctx.policy, input);
  if (!stagingsThere(ctx).staged) {
    throw new SfumatoError('staging-missing', `Nothing was ever ingested under ${ctx.policy.name}.`);
  }
  return choice;
}

function assertGoesOn(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new SfumatoError('interrupted', 'The assessment was interrupted.');
  }
}
