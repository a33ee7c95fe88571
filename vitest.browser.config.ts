import { defineConfig } from 'vitest/config';

// Pages in a real browser (Debian's chromium): one file after the other, because each starts a site and a browser of its own.
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/outcome.ts'],
    setupFiles: ['test/support/no-console.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
