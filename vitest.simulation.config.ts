import { defineConfig } from 'vitest/config';

// The journal and the budget under crashes: simulated ones by the ten thousand, planted mistakes, real kills, damage at every
// byte, races, small disks.
export default defineConfig({
  test: {
    include: ['test/simulation/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 600_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
