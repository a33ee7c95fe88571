import { LIMITS } from '../../base/index.ts';
import { DEFAULT_COLLUDERS } from '../colluders.ts';
import type { Disclosure } from '../document.ts';
import type { Path, Problem } from '../problems/problem.ts';

/** What is wrong with the disclosure rules: limits that contradict each other or the program's own bounds. */
export function disclosureProblems(disclosure: Disclosure): Problem[] {
  return [...epsilonProblems(disclosure), ...countProblems(disclosure), ...sizeProblems(disclosure)];
}

function problem(isWrong: boolean, path: Path, sentence: string): Problem[] {
  return isWrong ? [{ path: ['disclosure', ...path], sentence }] : [];
}

/** A decimal of at most nine places, in billionths. */
function nano(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

function epsilonProblems({ epsilonPerQuestion, epsilonCeiling, confidence }: Disclosure): Problem[] {
  const { min, max } = epsilonPerQuestion.value;
  const ceiling = epsilonCeiling.value;
  const level = nano(confidence.value);
  const perQuestion = ['epsilonPerQuestion', 'value'];
  return [
    ...problem(
      nano(min) < LIMITS.nanoEpsilonMin,
      [...perQuestion, 'min'],
      `the least ε of a question is ${min}, but must be at least 0.0001`,
    ),
    ...problem(
      nano(min) > nano(max),
      [...perQuestion, 'min'],
      `the least ε of a question (${min}) is above the largest (${max})`,
    ),
    ...problem(
      nano(max) > nano(ceiling),
      [...perQuestion, 'max'],
      `the largest ε of a question (${max}) is above the ceiling (${ceiling})`,
    ),
    ...problem(
      nano(ceiling) > LIMITS.nanoEpsilonMax,
      ['epsilonCeiling', 'value'],
      `the ceiling is ${ceiling}, but must be at most 9000`,
    ),
    ...problem(
      level <= 0n || level >= 1_000_000_000n,
      ['confidence', 'value'],
      `the confidence is ${confidence.value}, but must lie between 0 and 1`,
    ),
  ];
}

function countProblems({
  groupsPerPatientMax,
  perGroupMax,
  rowsPerPatientMax,
  cellsMax,
  minSites,
  colluders,
}: Disclosure): Problem[] {
  const { studies, series, instances } = perGroupMax.value;
  const cells = cellsMax.value;
  const groups = groupsPerPatientMax.value;
  const { numerator, denominator } = colluders?.value ?? DEFAULT_COLLUDERS;
  return [
    ...problem(
      groups > cells,
      ['groupsPerPatientMax', 'value'],
      `a patient may touch ${groups} groups, but a question has at most ${cells} cells`,
    ),
    ...problem(
      cells > LIMITS.cellsMax,
      ['cellsMax', 'value'],
      `a question may have ${cells} cells, but this program answers at most ${LIMITS.cellsMax}`,
    ),
    ...problem(
      minSites.value > LIMITS.sitesMax,
      ['minSites', 'value'],
      `a question must name ${minSites.value} sites, but this program asks at most ${LIMITS.sitesMax}`,
    ),
    ...problem(
      numerator >= denominator,
      ['colluders', 'value'],
      `${numerator} of ${denominator} sites may collude, but some must be left`,
    ),
    ...problem(
      studies > series,
      ['perGroupMax', 'value', 'studies'],
      `a patient counts with ${studies} studies but only ${series} series; every study has a series`,
    ),
    ...problem(
      series > instances,
      ['perGroupMax', 'value', 'series'],
      `a patient counts with ${series} series but only ${instances} instances; every series has an instance`,
    ),
    ...problem(
      series > rowsPerPatientMax.value,
      ['perGroupMax', 'value', 'series'],
      `a patient counts with ${series} series, but has at most ${rowsPerPatientMax.value} rows`,
    ),
  ];
}

function sizeProblems({ sizeClasses }: Disclosure): Problem[] {
  const { small, medium, large } = sizeClasses.value;
  const path = ['sizeClasses', 'value'];
  const classes = Object.entries(sizeClasses.value).flatMap(([size, { timeClass }]) => {
    const isOrdered =
      Number(timeClass.none) <= Number(timeClass.masks) && Number(timeClass.masks) <= Number(timeClass.rows);
    return problem(
      !isOrdered,
      [...path, size, 'timeClass'],
      `the time classes of ${size} must not fall from none over masks to rows`,
    );
  });
  const isOrdered = small.patientsLog2 < medium.patientsLog2 && medium.patientsLog2 < large.patientsLog2;
  return [...problem(!isOrdered, path, 'patientsLog2 must grow from small over medium to large'), ...classes];
}
