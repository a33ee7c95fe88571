import type { ReleasedWire, Reply } from '../../contract/index.ts';
import { type Contribution, contributionOf } from '../../coordinator/index.ts';

/**
 * Under which guarantee sites released their answers, with which noise and at what cost. What differs is said of each site: one may count
 * losses in another way, or have served a stored answer of more ε, or of a finer table.
 */
export function guaranteeOf(replies: readonly Reply[]): readonly string[] {
  const releases = replies.flatMap((reply): Released[] => {
    const contribution = contributionOf(reply);
    return contribution === undefined || reply.answer.state !== 'released'
      ? []
      : [{ answer: reply.answer, contribution }];
  });
  const [first] = releases;
  if (first === undefined) {
    return [];
  }
  const { policy, caps, privacyUnit, leavesOut } = first.answer;
  return [
    ...noiseSentences(releases),
    `The privacy unit is the ${privacyUnit}, and a patient counts in at most ${caps.groupsPerPatient} cell${caps.groupsPerPatient === 1 ? '' : 's'}.`,
    `De-identification and disclosure followed policy ${policy.id}@${policy.version} (SHA-256 ${policy.deidentification} and ${policy.disclosure}).`,
    ...leavesOut,
  ];
}

interface Released {
  readonly answer: ReleasedWire;
  readonly contribution: Contribution;
}

/** A sentence for all sites that say the same. */
function noiseSentences(releases: readonly Released[]): readonly string[] {
  const sitesBy = new Map<string, string[]>();
  for (const { answer, contribution } of releases) {
    const said = `${noiseOf(contribution)}, under ${answer.definition}; the cost was ${costOf(answer)}`;
    sitesBy.set(said, [...(sitesBy.get(said) ?? []), answer.site]);
  }
  return [...sitesBy].map(([said, sites]) =>
    sitesBy.size === 1
      ? `Every site added noise of its own, ${said} at each site.`
      : `At ${sites.join(', ')} noise was added by the site itself, ${said}${sites.length === 1 ? '' : ' at each'}.`,
  );
}

function costOf({ epsilon, zcdp }: ReleasedWire): string {
  return zcdp === undefined ? `ε = ${epsilon}` : `ρ = ${zcdp.rho} in zCDP (stated at δ = ${zcdp.delta})`;
}

/** The noise in each number of the question's own cells, part by part, in steps of the fields. */
function noiseOf({ release, laws }: Contribution): string {
  const { pieces, measures } = release;
  const nameOf = ({ measure, name, fields }: (typeof pieces)[number]): string => {
    const of = fields.flatMap((at) => measures[measure]?.fields[at]?.field ?? []);
    const part = of.length === 0 ? name : `${name} of ${of.join(' and ')}`;
    return measures.length === 1 ? part : `${part} (measure ${measure + 1})`;
  };
  const noises = pieces.map(({ mechanism }, at) => drawn(lawText(mechanism), laws[at]?.length ?? 1));
  return noises.length === 1
    ? (noises[0] ?? '')
    : pieces.map((piece, at) => `${nameOf(piece)}: ${noises[at]}`).join('; ');
}

/** Cells of a finer table that were added up bring a draw each. */
function drawn(law: string, draws: number): string {
  return draws === 1 ? law : `${draws} draws of ${law}, for ${draws} cells of a finer table added up`;
}

function lawText(mechanism: ReleasedWire['pieces'][number]['mechanism']): string {
  const { numerator, denominator } = mechanism.name === 'discrete-laplace' ? mechanism.scale : mechanism.sigmaSquared;
  const size = denominator === '1' ? numerator : `${numerator}/${denominator}`;
  return mechanism.name === 'discrete-laplace' ? `discrete Laplace, b = ${size}` : `discrete Gaussian, σ² = ${size}`;
}
