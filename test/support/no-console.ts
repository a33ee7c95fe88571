import { afterEach, beforeEach, expect, vi } from 'vitest';

// Every test fails on console output: messages are returned or thrown, never printed in passing.
const METHODS = ['log', 'info', 'warn', 'error', 'debug'] as const;

beforeEach(() => {
  for (const method of METHODS) {
    vi.spyOn(console, method);
  }
});

afterEach(() => {
  const printed = METHODS.flatMap((method) => vi.mocked(console[method]).mock.calls);
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});
