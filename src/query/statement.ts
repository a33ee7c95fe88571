import type { Statement } from '../contract/index.ts';
import { factsOf, formatEpsilon, type MechanismFacts, scaleOf } from '../privacy/index.ts';
import { halfWidth, noiseVariance } from '../privacy/laws.ts';
import type { Outline, Plan } from './plan.ts';
import { isTruncated } from './question.ts';

const DEFINITION = 'pure ε-differential privacy; neighbours differ in everything one patient ever contributed';

/** Everything that a release of this plan says but its numbers. */
export function statementOf<R>(plan: Plan<R>): Statement {
  const { policy, question, facts } = plan;
  const mechanism = factsOf(plan.mechanism);
  return Object.freeze({
    site: facts.site,
    measure: { count: question.count },
    unit: question.count,
    keys: plan.keys.map((key) => ({ ...key })),
    mechanism: mechanismWire(mechanism),
    definition: DEFINITION,
    privacyUnit: 'patient',
    caps: { ...plan.caps },
    interval: intervalOf(plan, mechanism),
    leavesOut: [...leavesOut(plan)],
    blocks: [...plan.blocks],
    snapshot: facts.snapshot,
    policy: {
      id: policy.document.id,
      version: policy.document.version,
      deidentification: policy.deidentificationHash,
      disclosure: policy.disclosureHash,
    },
    queryHash: plan.queryHash,
  });
}

/** A mechanism as it travels. */
export function mechanismWire(mechanism: MechanismFacts): Statement['mechanism'] {
  const scale = scaleOf(mechanism);
  return {
    name: mechanism.name,
    epsilon: formatEpsilon(mechanism.nanoEpsilon),
    sensitivity: mechanism.sensitivity.toString(),
    scale: { numerator: scale.numerator.toString(), denominator: scale.denominator.toString() },
    variance: noiseVariance(scale),
  };
}

/** The half-width of each cell's interval, at the policy's confidence. */
export function intervalOf({ policy }: Outline, mechanism: MechanismFacts): Statement['interval'] {
  const confidence = policy.document.disclosure.confidence.value;
  return { confidence, halfWidth: halfWidth([scaleOf(mechanism)], { confidence }).toString() };
}

/** What an interval says nothing about. The same whether or not any patient was affected, which is never told. */
function leavesOut({ question, policy }: Outline): readonly string[] {
  const { count, groupsPerPatient, perGroup, cells } = question;
  const { rowsPerPatientMax } = policy.document.disclosure;
  const groups = isTruncated(question)
    ? [
        `A patient counts in at most ${groupsPerPatient} of the ${cells} cells; what lies beyond is left out of the counts.`,
      ]
    : [];
  const perCell = count === 'patients' ? [] : [`A patient counts with at most ${perGroup} ${count} in one cell.`];
  const stored = `At most ${rowsPerPatientMax.value} series of one patient are stored.`;
  return [...groups, ...perCell, stored];
}
