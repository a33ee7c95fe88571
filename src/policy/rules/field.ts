import { didYouMean } from '../../base/index.ts';
import type { Derivation, Field, PolicyDocument, Transform } from '../document.ts';
import { outsideList, type Problem } from '../problems/problem.ts';
import { isStored } from '../stored.ts';
import { citationProblems } from './citation.ts';

type Role = Field['role'];

/** What each transform makes: the roles it may have, and whether its values come from a vocabulary or lie in a range. */
const MAKES: Readonly<Record<Transform['kind'], { roles: readonly Role[]; domain: 'vocabulary' | 'range' | 'none' }>> =
  {
    drop: { roles: ['dropped'], domain: 'none' },
    pseudonym: { roles: ['key'], domain: 'none' },
    vocabulary: { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    'vocabulary-item': { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    'sop-class': { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    year: { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    quarter: { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    present: { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    age: { roles: ['measure', 'filter'], domain: 'range' },
    decimal: { roles: ['measure', 'filter'], domain: 'range' },
    tesla: { roles: ['measure', 'filter'], domain: 'range' },
    megabecquerel: { roles: ['measure', 'filter'], domain: 'range' },
    'hour-band': { roles: ['dimension', 'filter'], domain: 'vocabulary' },
    derived: { roles: ['measure', 'filter'], domain: 'range' },
  };

/** What is wrong in one field: role, transform and domain that don't fit together, or a citation that doesn't cover it. */
export function fieldProblems(field: Field, at: number, document: PolicyDocument): Problem[] {
  const path = ['fields', at];
  return [
    ...roleSentences(field).map((sentence) => ({ path: [...path, 'role'], sentence })),
    ...domainProblems(field, document).map(({ member, sentence }) => ({ path: [...path, member], sentence })),
    ...citationProblems(field, path),
    ...transformSentences(field, document).map((sentence) => ({ path: [...path, 'transform'], sentence })),
  ];
}

function roleSentences(field: Field): string[] {
  const { keyword, role, transform, risk, multiplicity } = field;
  const { roles } = MAKES[transform.kind];
  return [
    ...(roles.includes(role)
      ? []
      : [`${keyword} with the transform ${transform.kind} ${outsideList(role, roles)} as its role`]),
    ...(risk === 'direct' && isStored(field) ? [`${keyword} identifies directly, so it must be a key or dropped`] : []),
    ...(multiplicity !== undefined && !isStored(field) ? [`${keyword} isn't stored, so it has no multiplicity`] : []),
  ];
}

function domainProblems(field: Field, { vocabularies }: PolicyDocument): { member: string; sentence: string }[] {
  const { keyword, transform, vocabulary } = field;
  const { domain } = MAKES[transform.kind];
  const misplaced = (['vocabulary', 'range'] as const)
    .filter((member) => (field[member] !== undefined) !== (domain === member))
    .map((member) => {
      const [verb, uses] = domain === member ? ['needs', 'one'] : ['must not have', 'none'];
      return { member, sentence: `${keyword} ${verb} a ${member}: the transform ${transform.kind} uses ${uses}` };
    });
  if (vocabulary === undefined || Object.hasOwn(vocabularies, vocabulary)) {
    return misplaced;
  }
  const near = didYouMean(vocabulary, Object.keys(vocabularies));
  const sentence = `${keyword} names the vocabulary ${vocabulary}, which isn't defined${near}`;
  return [...misplaced, { member: 'vocabulary', sentence }];
}

function transformSentences(field: Field, document: PolicyDocument): string[] {
  const { keyword, transform, vocabulary, range } = field;
  const listed = vocabulary === undefined ? undefined : document.vocabularies[vocabulary]?.values;
  switch (transform.kind) {
    case 'age':
      return range === undefined || range.max === transform.topCode
        ? []
        : [`${keyword} is top-coded at ${transform.topCode}, but its range ends at ${range.max}; make them equal`];
    case 'derived':
      return derivedSentences(field, transform.of);
    case 'year':
    case 'quarter':
      return periodSentences(keyword, transform.kind, { listed, kept: document.deidentification.dates.kept });
    case 'hour-band':
      return isExactly(Object.keys(transform.from), listed)
        ? []
        : [`${keyword} must say for each value of its vocabulary, and for no other, at which hour it begins`];
    case 'present':
      return isExactly(['YES', 'NO'], listed)
        ? []
        : [`${keyword} only says whether something is present, so its vocabulary must be YES and NO`];
    default:
      return [];
  }
}

const STUDY_DATE = '0008,0020';

function derivedSentences({ keyword, range, multiplicity, alsoReads = [] }: Field, of: Derivation): string[] {
  const reads = of !== 'days-since-first-study' || alsoReads.some(({ tag }) => tag === STUDY_DATE);
  return [
    ...(range === undefined || range.step === 1
      ? []
      : [`${keyword} is counted in whole numbers, so its step must be 1, not ${range.step}`]),
    ...(multiplicity === 'patient' && of !== 'studies-of-patient'
      ? [`${keyword} is worked out for each study or series, so its multiplicity can't be patient`]
      : []),
    ...(reads ? [] : [`${keyword} is worked out of StudyDate, so alsoReads must name it (${STUDY_DATE})`]),
  ];
}

interface Listed {
  readonly listed: readonly string[] | undefined;
  readonly kept: 'year' | 'quarter';
}

function periodSentences(keyword: string, kind: 'year' | 'quarter', { listed, kept }: Listed): string[] {
  const form = kind === 'year' ? /^\d{4}$/ : /^\d{4}-Q[1-4]$/;
  const odd = listed?.find((value) => !form.test(value));
  return [
    ...(kept === kind ? [] : [`${keyword} keeps the ${kind}, but deidentification.dates.kept is ${kept}`]),
    ...(odd === undefined ? [] : [`${keyword} needs a vocabulary of ${kind}s, and ${odd} is none`]),
  ];
}

/** Whether a vocabulary, where there is one, lists these values and no others. */
function isExactly(values: readonly string[], listed: readonly string[] | undefined): boolean {
  return listed === undefined || [...listed].sort().join() === [...values].sort().join();
}
