import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const out = join(made.folder, 'out.jsonl');
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

/** The program itself, with a terminal that a test reads. */
async function run(...words: string[]) {
  const said = { code: -1, stdout: '', stderr: '' };
  const shell = createShell({
    terminal: {
      print: (text) => {
        said.stdout += text;
      },
      note: (text) => {
        said.stderr += text;
      },
      status: () => undefined,
      secret: async () => '',
    },
    clock: systemClock,
    entropy: systemEntropy(),
    signal: new AbortController().signal,
    setExitCode: (code) => {
      said.code = code;
    },
  });
  await buildProgram(shell).parseAsync(['node', 'sfumato', 'audit', ...words, '--config', made.config, '--json']);
  return said;
}

describe.each([['show'], ['export', '--out', out]])('sfumato audit %s', (...command) => {
  it.each([
    [['--kind', 'grants'], 'No record of a node is of the kind grants; did you mean grant?'],
    [
      ['--kind', 'policy', 'xxxxxxxxxxxxx'],
      'No record of a node is of the kind xxxxxxxxxxxxx; there are access, accountant, ',
    ],
    [['--seq', '5-3'], '--seq 5-3 ends before it begins.'],
    [['--seq', 'five'], '--seq five: It must be a number or a range, such as 120-180 or 120-.'],
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
