import { defineConfig } from 'vitest/config';

// The whole product as its users run it: the demonstration, crashes of real processes, changes of policy, sites that earlier
// versions wrote.
export default defineConfig({
  test: {
    include: ['test/system/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
