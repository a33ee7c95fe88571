/** The policy document: one YAML file per version that says what is stored, how, and what may be asked at which cost. */
export { colludersOf } from './colluders.ts';
export { floorQuotient } from './decimal.ts';
export type { Change, Direction } from './diff/change.ts';
export { diffPolicies, type PolicyDiff } from './diff/diff.ts';
export type { Derivation, Disclosure, Field, PolicyDocument, Range, Transform, Vocabulary } from './document.ts';
export { bandOf } from './hour-band.ts';
export { citationFindings } from './lint/citations.ts';
export type { Finding } from './lint/finding.ts';
export { lintPolicy } from './lint/lint.ts';
export { loadPolicy, policyFromJson } from './load.ts';
export { ceilStep, columnOf, dimensionCode, floorStep, measureStep } from './lookup.ts';
export { type Column, type Dimension, type Measure, MISSING, OTHER, type Policy } from './policy.ts';
export { problemsOf } from './problems/zod-problems.ts';
export { loadPs315Table, type Ps315Table } from './ps315.ts';
export { policySchemaJson } from './schema-json.ts';
export { parseYamlStrict } from './strict-yaml.ts';
export { foldTerm, termsOf } from './vocabulary.ts';
