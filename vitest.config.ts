import { configDefaults, defineConfig } from 'vitest/config';
import { SUITES } from './vitest.suites.config.ts';

// `npm test`: all tests but the fuller suites.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      ...Object.values(SUITES).flatMap(({ folders }) => folders.map((folder) => `test/${folder}/**`)),
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
