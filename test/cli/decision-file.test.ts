import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readDecision } from '../../src/cli/decision/decision-file.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-decision-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('a file of a decision', () => {
  it.each([
    ['no JSON', 'grant 2'],
    ['JSON of something else', '{"version":1}'],
  ])('is refused in one sentence where it holds %s', (_, text) => {
    const file = join(scratch, 'decision.json');
    writeFileSync(file, text);
    expect(() => readDecision(file)).toThrow(/does not hold a decision whose signatures fit/);
  });

  it('that can’t be read is said to be that', () => {
    const folder = join(scratch, 'folder');
    mkdirSync(folder);
    expect(() => readDecision(folder)).toThrow(/is a folder; name the file in it/);
  });
});
