import { defineConfig } from 'vitest/config';

// The proof of privacy: record and replay of every measure on neighbouring histories, the red team with its control arms,
// empirical ε, planted faults, and channels.
export default defineConfig({
  test: {
    include: ['test/proof/**/*.test.ts', 'test/replay/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
