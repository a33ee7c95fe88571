import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';

/** An empty folder for each test of a file; all go when the file is through. */
export function freshFolder(): () => string {
  const root = mkdtempSync(join(tmpdir(), 'sfumato-test-'));
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'one-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => folder;
}
