import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { MUTANTS } from './test/proof/mutants/mutants.table.ts';

// Runs one file of tests on a product with one planted fault, named by SFUMATO_MUTANT; on the product itself without.
const mutant = MUTANTS.find(({ name }) => name === process.env.SFUMATO_MUTANT);

export default defineConfig({
  plugins: [
    {
      name: 'plant-a-fault',
      enforce: 'pre',
      transform(code, id) {
        if (mutant === undefined || id !== fileURLToPath(new URL(mutant.file, import.meta.url))) {
          return undefined;
        }
        return code.replace(mutant.search, () => mutant.replace);
      },
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 1,
    cache: false,
  },
});
