// biome-ignore-all lint/suspicious/noTemplateCurlyInString: edits of source text hold the source’s own placeholders
/** A fault planted in the product: one edit of one file, and a test that has to fail by it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly search: string;
  readonly replace: string;
  /** The file of tests that must catch it, and whose name. */
  readonly test: string;
  readonly named?: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the scale of noise times 0.8',
    file: 'src/privacy/scale.ts',
    search: 'rational(sensitivity * LIMITS.nanoEpsilonPerEpsilon, nanoEpsilon)',
    replace: 'rational(8n * sensitivity * LIMITS.nanoEpsilonPerEpsilon, 10n * nanoEpsilon)',
    test: 'test/proof/guards/noise.test.ts',
    named: 'has the law',
  },
  {
    name: 'the variance of Gaussian noise times 0.8',
    file: 'src/privacy/scale.ts',
    search: 'rational(sensitivitySquared * ATTO_RHO_PER_RHO, 2n * rhoOfPure(nanoEpsilon))',
    replace: 'rational(8n * sensitivitySquared * ATTO_RHO_PER_RHO, 20n * rhoOfPure(nanoEpsilon))',
    test: 'test/proof/guards/noise.test.ts',
    named: 'has, at a site that counts in zCDP',
  },
  {
    name: 'one draw given to all cells',
    file: 'src/privacy/noise-pool.ts',
    search: 'stock?.draws.splice(0, count) ?? []',
    replace: '(stock?.draws.splice(0, count) ?? []).map((_, _at, all) => all[0] ?? 0n)',
    test: 'test/privacy/noise-pool.test.ts',
  },
  {
    name: 'noise kept by the true value',
    file: 'src/privacy/spine/tokens.ts',
    search: 'const values = truth.values.map((value, cell) => value + noiseAt(drawn.values, cell));',
    replace: `const known: Map<string, Counts> = ((globalThis as { known?: Map<string, Counts> }).known ??= new Map());
  const values = known.get(truth.values.join()) ?? truth.values.map((value, cell) => value + noiseAt(drawn.values, cell));
  known.set(truth.values.join(), values);`,
    test: 'test/proof/guards/noise.test.ts',
    named: 'never depends on the true value',
  },
  {
    name: 'the remainder of shares lost',
    file: 'src/privacy/epsilon.ts',
    search: '(at === 0 ? share + left : share)',
    replace: 'share',
    test: 'test/privacy/epsilon.test.ts',
  },
  {
    name: 'sensitivity halved by rounding down',
    file: 'src/query/pieces.ts',
    search: 'return BigInt(bounds.high - middleOf(bounds));',
    replace: 'return BigInt(Math.floor((bounds.high - bounds.low) / 2));',
    test: 'test/proof/guards/sensitivity.test.ts',
  },
  {
    name: 'levels of the tree taken for a partition',
    file: 'src/query/pieces.ts',
    search: 'perCell: height * c, perCellSquared: height * c * c',
    replace: 'perCell: c, perCellSquared: c * c',
    test: 'test/proof/guards/sensitivity.test.ts',
  },
  {
    name: 'l0 left out of the sensitivity',
    file: 'src/query/pieces.ts',
    search: 'return BigInt(groupsPerPatient) * perCell;',
    replace: 'return perCell + 0n * BigInt(groupsPerPatient);',
    test: 'test/proof/guards/sensitivity.test.ts',
  },
  {
    name: 'l0 left out of the squared sensitivity',
    file: 'src/query/pieces.ts',
    search: 'return BigInt(groupsPerPatient) * perCellSquared;',
    replace: 'return perCellSquared + 0n * BigInt(groupsPerPatient);',
    test: 'test/proof/guards/sensitivity.test.ts',
  },
  {
    name: 'l0 ignored where cells are kept',
    file: 'src/query/compile/rows.ts',
    search: 'hash("seed", CAST("cell" AS INTEGER)))), ${question.groupsPerPatient})',
    replace: 'hash("seed", CAST("cell" AS INTEGER)))), ${question.cells})',
    test: 'test/proof/guards/sensitivity.test.ts',
  },
  {
    name: 'positions hashed instead of pseudonyms’ seeds',
    file: 'src/query/compile/rows.ts',
    search: 'hash("seed", CAST("cell" AS INTEGER))',
    replace: 'hash("patient", CAST("cell" AS INTEGER))',
    test: 'test/proof/guards/sensitivity.test.ts',
  },
  {
    name: 'clamped before it is reduced',
    file: 'src/query/compile/levels.ts',
    search: "sum(CAST(${name} AS BIGINT) - ${lowest('BIGINT')})",
    replace:
      "sum(CAST(least(greatest(${name}, ${values.fields[at]?.low}), ${values.fields[at]?.high}) AS BIGINT) - ${lowest('BIGINT')})",
    test: 'test/proof/guards/bounding.test.ts',
  },
  {
    name: 'a predicate pushed into WHERE',
    file: 'src/query/compile/rows.ts',
    search: 'FROM series WHERE "live" = 1`;',
    replace: 'FROM series WHERE "live" = 1 AND (${row})`;',
    test: 'test/query/compile.test.ts',
  },
  {
    name: 'check and charge apart',
    file: 'src/budget/reserve.ts',
    search: "  desk.fault('reserving');\n",
    replace: "  desk.fault('reserving');\n  await Promise.resolve();\n",
    test: 'test/budget/race.test.ts',
  },
  {
    name: 'run before the charge is durable',
    file: 'src/budget/reserve.ts',
    search: 'await charging.durable();',
    replace: 'void charging.durable();',
    test: 'test/proof/guards/charge.test.ts',
  },
  {
    name: 'a noisier stored answer served',
    file: 'src/budget/stored.ts',
    search: 'BigInt(nanoEpsilon) >= (shares[at] ?? 0n)',
    replace: 'BigInt(nanoEpsilon) >= (shares[at] ?? 0n) * 0n',
    test: 'test/budget/requests.test.ts',
  },
  {
    name: 'a stored answer served across projects',
    file: 'src/query/question-key.ts',
    search: '    project,\n    purpose,\n    // Left out',
    replace: '    // Left out',
    test: 'test/query/plan.test.ts',
    named: 'found again',
  },
  {
    name: 'a stored answer served across snapshots',
    file: 'src/query/question-key.ts',
    search: '    snapshot,\n    disclosure:',
    replace: '    disclosure:',
    test: 'test/query/plan.test.ts',
    named: 'found again',
  },
  {
    name: 'rows of blocks that are not charged counted',
    file: 'src/query/compile/compile.ts',
    search: 'return [`("block" IN (${blocks}))`, ',
    replace: 'return [`("block" IN (${blocks}) OR TRUE)`, ',
    test: 'test/proof/guards/bounding.test.ts',
  },
];
