import { cellsCapped, type MeasureWire, type PieceWire, type Statement } from '../contract/index.ts';
import {
  type Accountant,
  costOf,
  factsOf,
  formatEpsilon,
  formatRho,
  lawOf,
  type MechanismFacts,
  type PieceFacts,
  type Rational,
  rhoOfPure,
  statedEpsilon,
} from '../privacy/index.ts';
import { noiseHalfWidth, noiseSum } from '../privacy/laws.ts';
import { type Bounds, binNames, type MeasureNode, middleOf } from './nodes.ts';
import type { Outline, Plan } from './plan.ts';
import { multiplicityOf } from './question.ts';
import type { SharedNoise } from './total.ts';

// A patient with other data is two steps away, one removed and one added.
const NEIGHBOURS = 'neighbours are two histories of which one lacks everything that one patient ever contributed';

/** Everything that a release of this plan says but its numbers; of a part in a total, how the total's noise is shared. */
export function statementOf<R>(plan: Plan<R>, shared?: SharedNoise): Statement {
  const { policy, facts } = plan;
  const mechanism = factsOf(plan.mechanism);
  return Object.freeze({
    site: facts.site,
    keys: plan.keys.map((key) => ({ ...key })),
    measures: plan.question.measures.map(measureWire),
    pieces: [...pieceWires(plan, mechanism)],
    epsilon: formatEpsilon(costOf(mechanism)),
    ...definitionOf(facts.accountant, { mechanism, shared }),
    privacyUnit: 'patient',
    caps: { ...plan.caps },
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

/** The definition in force, and what the release costs where that isn't its ε. */
function definitionOf(
  { facts, costOf: lossOf }: Accountant,
  { mechanism, shared }: { readonly mechanism: MechanismFacts; readonly shared: SharedNoise | undefined },
): Pick<Statement, 'definition' | 'zcdp'> {
  if (facts.kind === 'pure') {
    return { definition: `pure ε-differential privacy${shared === undefined ? '' : ofTotal(shared)}; ${NEIGHBOURS}` };
  }
  const [attoRho = 0n] = lossOf(mechanism);
  const { delta } = facts;
  const rho = formatRho(attoRho);
  const said = `ρ-zero-concentrated differential privacy with ρ ${rho}, which is (ε, δ)-differential privacy with ε ${statedEpsilon(attoRho, delta)} at δ ${delta}`;
  return { definition: `${said}; ${NEIGHBOURS}`, zcdp: { rho, delta } };
}

/** A masked vector by itself is random, and only to who can't undo the masks; the noise is that of the sites that don't collude. */
function ofTotal({ parts, count }: SharedNoise): string {
  return ` of the total, against bounded computing power and while ${parts} of the ${count} sites don't collude`;
}

/** A measure as it travels. */
export function measureWire(node: MeasureNode): MeasureWire {
  if (node.kind === 'count') {
    return { kind: 'count', of: node.of, fields: [], perGroup: node.cap };
  }
  const { fields, per, reduce, cap } = node.values;
  const measure = { kind: node.kind, fields: fields.map(fieldWire), per, reduce, perGroup: cap };
  switch (node.kind) {
    case 'quantiles':
      return { ...measure, tree: { ...node.tree, levels: [...node.tree.levels] } };
    case 'histogram':
      return { ...measure, bins: [...binNames(node.labels)] };
    default:
      return measure;
  }
}

function fieldWire(bounds: Bounds): MeasureWire['fields'][number] {
  const { column, low, high } = bounds;
  const { field, unit, step } = column;
  return { field: field.keyword, unit, step, low, high, middle: middleOf(bounds) };
}

/** The pieces of an answer as they travel: what each is, its noise, and the half-width of its interval. */
export function pieceWires({ question, policy }: Outline, { name, pieces }: MechanismFacts): readonly PieceWire[] {
  const confidence = policy.document.disclosure.confidence.value;
  return question.pieces.flatMap((piece, at) => {
    const facts = pieces[at];
    return facts === undefined
      ? []
      : [
          {
            measure: piece.measure,
            name: piece.name,
            fields: [...piece.fields],
            width: piece.width,
            mechanism: mechanismWire(name, facts),
            interval: { confidence, halfWidth: noiseHalfWidth([lawOf(name, facts)], { confidence }).toString() },
          },
        ];
  });
}

function mechanismWire(name: MechanismFacts['name'], piece: PieceFacts): PieceWire['mechanism'] {
  const law = lawOf(name, piece);
  const priced = {
    epsilon: formatEpsilon(piece.nanoEpsilon),
    sensitivity: piece.sensitivity.toString(),
    sensitivitySquared: piece.sensitivitySquared.toString(),
    variance: noiseSum([law]).variance,
  };
  return law.name === 'discrete-laplace'
    ? { name: law.name, ...priced, scale: fractionWire(law.scale) }
    : {
        name: law.name,
        ...priced,
        rho: formatRho(rhoOfPure(piece.nanoEpsilon)),
        sigmaSquared: fractionWire(law.sigmaSquared),
      };
}

function fractionWire({ numerator, denominator }: Rational): { numerator: string; denominator: string } {
  return { numerator: numerator.toString(), denominator: denominator.toString() };
}

/** What an interval says nothing about. The same whether or not any patient was affected, which is never told. */
function leavesOut({ question, policy, facts }: Outline): readonly string[] {
  const { measures, axes, groupsPerPatient, cells } = question;
  const { rowsPerPatientMax } = policy.document.disclosure;
  // Of what a patient has one value there is nothing beyond.
  const groups = groupsPerPatient < multiplicityOf(axes) ? [cellsCapped(groupsPerPatient, cells)] : [];
  const stored = `At most ${rowsPerPatientMax.value} series of one patient are stored.`;
  const consent = `Patients who withdrew, or do not allow the purpose ${facts.purposeClass}, are not counted.`;
  return [...groups, ...new Set(measures.flatMap(capSentences)), stored, consent];
}

function capSentences(node: MeasureNode): readonly string[] {
  if (node.kind === 'count') {
    return node.of === 'patients' ? [] : [`A patient counts with at most ${node.cap} ${node.of} in one cell.`];
  }
  const { per, cap, fields } = node.values;
  const studies = per === 'study' ? [`A patient counts with at most ${cap} studies in one cell.`] : [];
  const clamped = fields.flatMap(({ column, low, high }) =>
    low === column.minStep && high === column.maxStep
      ? []
      : [`Values of ${column.field.keyword} beyond the clamp are moved to its ends.`],
  );
  return [...studies, ...(node.kind === 'histogram' ? [] : clamped)];
}
