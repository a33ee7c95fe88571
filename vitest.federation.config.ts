import { defineConfig } from 'vitest/config';

// The fuller suite of federation: comparisons with R's metafor, totals of whole sites, many rounds and draws, and docs/federation.md
// as written.
export default defineConfig({
  test: {
    include: ['test/federation/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
  },
});
