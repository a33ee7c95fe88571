import type { Field, PolicyDocument, Vocabulary } from '../document.ts';
import type { Policy } from '../policy.ts';
import type { Ps315Table } from '../ps315.ts';
import { statedMembers } from '../stated.ts';
import { isStored } from '../stored.ts';
import { citationFindings } from './citations.ts';
import type { Finding } from './finding.ts';

/**
 * What loading lets pass and a steward should still look at, errors first. Citations are held against `table`: that of the
 * edition which the policy cites, or that of another one, to see what a change of edition would ask for.
 */
export function lintPolicy({ document }: Policy, table: Ps315Table): readonly Finding[] {
  const findings = [
    ...citationFindings(document, table),
    ...emptyWords(document),
    ...unusedVocabularies(document),
    ...Object.entries(document.vocabularies).flatMap(([name, vocabulary]) => deadRules(name, vocabulary)),
    ...document.fields.flatMap((field) => fieldFindings(field, document)),
    ...spendingFindings(document),
  ];
  return findings.sort((left, right) => left.level.localeCompare(right.level));
}

const SAYS_NOTHING =
  /^\W*(n\/?a|none|nil|unknown|tb[ad]|to ?do|to be (done|defined|decided)|fix ?me|x{3}|same|see above)\b\W*$/i;

/** Reasons and sources that say nothing. */
function emptyWords({ vocabularies, disclosure }: PolicyDocument): Finding[] {
  const named = [
    ...Object.entries(vocabularies).map(([name, { source }]) => ({ of: `the vocabulary ${name}`, source })),
    ...statedMembers(disclosure).map(([name, { source }]) => ({ of: `disclosure.${name}`, source })),
  ];
  return named
    .filter(({ source }) => SAYS_NOTHING.test(source))
    .map(({ of, source }) => ({
      level: 'error',
      sentence: `${of} names “${source}” as its source, which nobody can look up`,
    }));
}

function unusedVocabularies({ vocabularies, fields }: PolicyDocument): Finding[] {
  const used = new Set(fields.map(({ vocabulary }) => vocabulary));
  return Object.keys(vocabularies)
    .filter((name) => !used.has(name))
    .map((name) => ({ level: 'warning', sentence: `no field uses the vocabulary ${name}` }));
}

/** A rule never applies when an earlier one asks for some of its words only. */
function deadRules(name: string, { rules = [] }: Vocabulary): Finding[] {
  return rules.flatMap((rule, at) => {
    const earlier = rules.slice(0, at).find(({ words }) => words.every((word) => rule.words.includes(word)));
    const sentence = `the vocabulary ${name} has a rule for ${rule.words.join(' ')} after one for ${earlier?.words.join(' ')}, so it never applies`;
    return earlier === undefined ? [] : [{ level: 'warning', sentence }];
  });
}

// Finer than this, a stored value begins to single out a person (ages in years: 91 values).
const STRONG_VALUES_MAX = 100;

function fieldFindings(field: Field, { vocabularies }: PolicyDocument): Finding[] {
  const { keyword, role, risk, ps315, range, reason } = field;
  if (!isStored(field)) {
    return [];
  }
  const vocabulary = field.vocabulary === undefined ? undefined : vocabularies[field.vocabulary];
  const values = range === undefined ? (vocabulary?.values.length ?? 0) : (range.max - range.min) / range.step + 1;
  const isText = ps315 !== 'not listed' && ps315.option === 'Clean Descriptors' && field.transform.kind !== 'present';
  const warnings = [
    ...(SAYS_NOTHING.test(reason) || (risk !== 'technical' && reason.length < 30)
      ? [
          `${keyword} is a ${risk} identifier that is kept for a reason of ${reason.length} characters; say why it is needed`,
        ]
      : []),
    ...(risk === 'strong' && values > STRONG_VALUES_MAX
      ? [
          `${keyword} is a strong identifier kept in ${Math.floor(values)} values; coarser than ${STRONG_VALUES_MAX} is safer`,
        ]
      : []),
    ...(isText && !vocabulary?.aliases && !vocabulary?.rules
      ? [`${keyword} is free text, but its vocabulary has neither aliases nor rules, so nearly all of it becomes OTHER`]
      : []),
    ...(role === 'measure' && range?.bins === undefined
      ? [`${keyword} has no bins, so a question that groups by it must name its own`]
      : []),
  ];
  return warnings.map((sentence) => ({ level: 'warning', sentence }));
}

function spendingFindings({ disclosure }: PolicyDocument): Finding[] {
  const { epsilonPerQuestion, epsilonCeiling } = disclosure;
  const few = Number(epsilonCeiling.value) / Number(epsilonPerQuestion.value.max);
  const sentence = `the largest question takes ${epsilonPerQuestion.value.max} of a ceiling of ${epsilonCeiling.value}, so two of them spend a patient's life`;
  return few <= 2 ? [{ level: 'warning', sentence }] : [];
}
