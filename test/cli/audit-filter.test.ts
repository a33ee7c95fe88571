import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const out = join(made.folder, 'out.jsonl');
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

const run = (...words: string[]) => runProgram(['audit', ...words, '--config', made.config, '--json']);

// Begins the journal.
beforeAll(async () => void (await runProgram(['status', '--config', made.config])));

describe.each([['show'], ['export', '--out', out]])('sfumato audit %s', (...command) => {
  it.each([
    [['--kind', 'grants'], 'No record of a node is of the kind grants; did you mean grant?'],
    [
      ['--kind', 'policy', 'xxxxxxxxxxxxx'],
      'No record of a node is of the kind xxxxxxxxxxxxx; there are access, accountant, ',
    ],
    [
      ['--actor', 'configuratoin'],
      'No record of this journal is by or about configuratoin; did you mean configuration?',
    ],
    [['--project', 'lung-imaging', 'bones'], 'No record of this journal is of a project bones.'],
    [['--seq', '5-3'], '--seq 5-3 ends before it begins.'],
    [['--seq', 'five'], '--seq five: It must be a number or a range, such as 120-180 or 120-.'],
    [['--since', '2026-02-01', '--until', '2026-01-01'], '--until is not later than --since, so nothing lies between'],
    [['--since', 'yesterday'], '--since yesterday: It must be a date, such as 2026-01-31'],
  ])('says in one sentence, also as JSON, what is wrong with %s', async (words, sentence) => {
    const { code, stdout, stderr } = await run(...command, ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(`sfumato: ${sentence}`);
    const { error } = JSON.parse(stdout);
    expect([error.code, error.message.startsWith(sentence)]).toEqual(['wrong-use', true]);
    expect(existsSync(out)).toBe(false);
  });
});

describe('names that records have', () => {
  it.each([[['--actor', 'configuration']], [['--project', 'lung-imaging']]])('are taken: %s', async (words) => {
    const { code, stdout } = await run('show', ...words);
    expect([code, JSON.parse(stdout).records.length > 0]).toEqual([0, true]);
  });

  it('are taken of a member who has done nothing yet', async () => {
    const { code, stdout } = await run('show', '--actor', 'ada');
    expect([code, JSON.parse(stdout).records]).toEqual([0, []]);
  });
});
