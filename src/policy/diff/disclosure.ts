import { DEFAULT_COLLUDERS } from '../colluders.ts';
import type { Disclosure, PolicyDocument } from '../document.ts';
import { type Change, type Direction, risingLoosens } from './change.ts';

type Judge = (before: number, after: number) => Direction;

const fallingLoosens: Judge = (before, after) => risingLoosens(after, before);
const neither: Judge = () => 'neutral';

interface Limit {
  readonly name: string;
  readonly of: (disclosure: Disclosure) => string | number;
  readonly judge: Judge;
}

/** Every number of the disclosure rules, and which way it loosens. */
const LIMITS: readonly Limit[] = [
  { name: 'epsilonPerQuestion.min', of: ({ epsilonPerQuestion }) => epsilonPerQuestion.value.min, judge: neither },
  {
    name: 'epsilonPerQuestion.max',
    of: ({ epsilonPerQuestion }) => epsilonPerQuestion.value.max,
    judge: risingLoosens,
  },
  { name: 'epsilonCeiling', of: ({ epsilonCeiling }) => epsilonCeiling.value, judge: risingLoosens },
  { name: 'confidence', of: ({ confidence }) => confidence.value, judge: neither },
  { name: 'groupsPerPatientMax', of: ({ groupsPerPatientMax }) => groupsPerPatientMax.value, judge: risingLoosens },
  ...(['studies', 'series', 'instances'] as const).map(
    (thing): Limit => ({
      name: `perGroupMax.${thing}`,
      of: ({ perGroupMax }) => perGroupMax.value[thing],
      judge: risingLoosens,
    }),
  ),
  { name: 'rowsPerPatientMax', of: ({ rowsPerPatientMax }) => rowsPerPatientMax.value, judge: risingLoosens },
  { name: 'cellsMax', of: ({ cellsMax }) => cellsMax.value, judge: risingLoosens },
  { name: 'minSites', of: ({ minSites }) => minSites.value, judge: fallingLoosens },
  {
    name: 'colluders',
    of: ({ colluders: { value } = { value: DEFAULT_COLLUDERS } }) => value.numerator / value.denominator,
    judge: fallingLoosens,
  },
  ...(['small', 'medium', 'large'] as const).flatMap((size): Limit[] => [
    {
      name: `sizeClasses.${size}.patientsLog2`,
      of: ({ sizeClasses }) => sizeClasses.value[size].patientsLog2,
      judge: neither,
    },
    // A shorter time stops more runs, and whether a run is stopped may depend on patients.
    ...(['none', 'masks', 'rows'] as const).map(
      (path): Limit => ({
        name: `sizeClasses.${size}.timeClass.${path}`,
        of: ({ sizeClasses }) => sizeClasses.value[size].timeClass[path],
        judge: fallingLoosens,
      }),
    ),
  ]),
];

/** How the disclosure rules differ, number by number, and how many approvals a change takes. */
export function disclosureChanges(before: PolicyDocument, after: PolicyDocument): Change[] {
  const limits = LIMITS.flatMap(({ name, of, judge }) =>
    numberChange({ part: 'disclosure', subject: name }, [of(before.disclosure), of(after.disclosure)], judge),
  );
  const approvals = (['loosening', 'tightening'] as const).flatMap((kind) =>
    numberChange(
      { part: 'document', subject: `approvals.${kind}` },
      [before.approvals[kind], after.approvals[kind]],
      fallingLoosens,
    ),
  );
  return [...limits, ...approvals];
}

function numberChange(
  about: Pick<Change, 'part' | 'subject'>,
  [before, after]: readonly [string | number, string | number],
  judge: Judge,
): Change[] {
  return String(before) === String(after)
    ? []
    : [{ ...about, direction: judge(Number(before), Number(after)), sentence: `is ${after}, was ${before}` }];
}
