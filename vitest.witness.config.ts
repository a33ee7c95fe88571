import { defineConfig } from 'vitest/config';

// Sites and their witnesses as real processes: each test starts, stops, copies and restores whole sites by the commands of
// docs/operations.md, so its files run one after the other.
export default defineConfig({
  test: {
    include: ['test/witness/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
