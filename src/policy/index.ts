/** The policy document: one YAML file per version that says what is stored, how, and what may be asked at which cost. */
export { colludersOf } from './colluders.ts';
export { diffPolicies, type PolicyDiff } from './diff.ts';
export type { Change, Direction } from './diff-change.ts';
export type { Derivation, Disclosure, Field, PolicyDocument, Range, Transform, Vocabulary } from './document.ts';
export type { Finding } from './finding.ts';
export { bandOf } from './hour-band.ts';
export { lintPolicy } from './lint.ts';
export { loadPolicy, policyFromJson } from './load.ts';
export { ceilStep, columnOf, dimensionCode, floorStep, measureStep } from './lookup.ts';
export { type Column, type Dimension, type Measure, MISSING, OTHER, type Policy } from './policy.ts';
export { loadPs315Table, type Ps315Table } from './ps315.ts';
export { policySchemaJson } from './schema-json.ts';
export { parseYamlStrict } from './strict-yaml.ts';
export { foldTerm, termsOf } from './vocabulary.ts';
export { problemsOf } from './zod-problems.ts';
