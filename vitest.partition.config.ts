import { defineConfig } from 'vitest/config';

// Three processes in network namespaces, whose wires are cut at eight steps of a question. Needs root on Linux; elsewhere its tests
// are counted as skipped.
export default defineConfig({
  test: {
    include: ['test/partition/**/*.test.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
