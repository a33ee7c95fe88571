import { defineConfig } from 'vitest/config';

// The fuller suite of ingest: real archives, hostile ones, processes that are killed. It measures memory and the event
// loop's lag, so its files run one after the other.
export default defineConfig({
  test: {
    include: ['test/ingest/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 600_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
