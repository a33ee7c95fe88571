import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The fuller suites: vitest.<name>.config.ts.
    exclude: [
      ...configDefaults.exclude,
      'test/browser/**',
      'test/ingest/**',
      'test/federation/**',
      'test/simulation/**',
      'test/system/**',
      'test/witness/**',
      'test/partition/**',
      'test/proof/**',
      'test/replay/**',
    ],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // Modules are loaded once a worker, not once a file, which was a third of the time: nothing in `src/` keeps state between tests.
    isolate: false,
    maxWorkers: 2,
  },
});
