import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { createShell } from '../../src/cli/shell.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
/** The program itself, with a terminal that a test reads. */
const run = async (...words: string[]) => {
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
  await buildProgram(shell).parseAsync(['node', 'sfumato', 'access', ...words, '--config', made.config, '--json']);
  return { ...said, document: JSON.parse(said.stdout) };
};
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

describe('sfumato access', () => {
  it('invites a person by a code, lists them, and forgets them', async () => {
    const { document, code } = await run('invite', 'mira');
    expect(code).toBe(0);
    expect(document).toMatchObject({
      person: 'mira',
      invitation: expect.stringMatching(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/),
    });
    const { stdout } = await runProgram(['access', 'invite', 'mira', '--config', made.config]);
    expect(stdout).toContain('mira opens /enrol on the site’s pages and enters, once and before ');
    expect(stdout).not.toContain('enrolled');
    const listed = await run('list');
    expect(listed.document).toEqual({
      people: [{ person: 'mira', state: 'invited', password: false, passkeys: 0, decidingKey: null }],
    });
    expect(JSON.stringify(listed.document)).not.toContain(document.invitation);
    expect((await run('reset', 'mira')).document.invitation).not.toBe(document.invitation);
    expect((await run('revoke', 'mira')).code).toBe(0);
    expect(existsSync(join(made.folder, 'people', 'mira.json'))).toBe(false);
    expect((await run('list')).document).toEqual({ people: [] });
  });

  it('warns of a name that nobody enrolled has, where others are, with the nearest, and gives the code all the same', async () => {
    const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
    const people = `people:\n  - { person: mira, key: ${analyst().publicKey}, roles: [privacy-officer] }\n`;
    writeFileSync(site.config, `${readFileSync(site.config, 'utf8')}${people}`);
    const invited = (person: string) => runProgram(['access', 'invite', person, '--config', site.config]);
    const slip = await invited('mirra');
    expect(slip).toMatchObject({ code: 0, stdout: expect.stringMatching(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/m) });
    expect(slip.stdout).toContain('Nobody called mirra is enrolled here; did you mean mira? Until somebody is,');
    expect((await invited('wolfgang')).stdout).toContain('Nobody called wolfgang is enrolled here. Until');
    expect((await invited('mira')).stdout).not.toContain('enrolled');
    rmSync(site.folder, { recursive: true, force: true });
  });

  it('lists and ends sessions, of which there are none where no process serves the pages', async () => {
    expect((await run('sessions', 'list')).document).toEqual({ sessions: [] });
    expect(await run('sessions', 'end', 'mira')).toMatchObject({ code: 0, document: { person: 'mira', ended: 0 } });
    expect((await run('sessions', 'end')).code).toBe(2);
    expect((await run('sessions', 'end', 'mira', '--everybody')).code).toBe(2);
    expect((await run('sessions', 'end', 'mira', '--session', 'f'.repeat(32))).code).toBe(2);
    expect((await run('sessions', 'end', '--session', '5f1c2ab0')).code).toBe(2);
    expect((await run('sessions', 'end', '--session', 'f'.repeat(32))).code).toBe(2);
  });

  it('says what is wrong: a person who isn’t there, a name that is none, a file that doesn’t open', async () => {
    expect(await run('revoke', 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('access list') });
    expect(await run('reset', 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('access list') });
    expect((await run('list')).document).toEqual({ people: [] });
    expect(await run('invite', '../mira')).toMatchObject({ code: 2, stderr: expect.stringContaining('lower-case') });
    await run('invite', 'noor');
    writeFileSync(join(made.folder, 'people', 'noor.json'), '{}');
    expect((await run('list')).document.people[0]).toMatchObject({ person: 'noor', state: 'unreadable' });
    expect(await run('invite', 'noor')).toMatchObject({ code: 1, stderr: expect.stringContaining('access.key') });
    expect((await run('revoke', 'noor')).code).toBe(0);
  });
});
