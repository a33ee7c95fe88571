import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signAction } from '../../src/contract/index.ts';
import { decidingSite, decision, signer } from '../support/deciding-site.ts';
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
    [['--project', 'lung-imagin'], 'No record of this journal is of a project lung-imagin; did you mean lung-imaging?'],
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

describe('a project', () => {
  it('is what a decline of a decision about it is about, and what is written about an incident of it', async () => {
    const [mira, noor] = [signer(), signer()];
    const site = await decidingSite(
      [
        { person: 'mira', role: 'privacy-officer', key: mira.publicKey },
        { person: 'noor', role: 'steward', key: noor.publicKey },
      ],
      { ada: analyst().publicKey },
    );
    const freeze = (scope: string) => site.decide({ kind: 'freeze', body: { scope, contact: 'Duty officer' } }, noor);
    const note = (incident: string) =>
      site.decide({ kind: 'note', body: { incident, text: 'Keys are on smart cards now.', corrective: true } }, noor);
    const [{ action: ours }, { action: other }] = [await freeze('project:lung-imaging'), await freeze('analyst:ada')];
    await note(ours);
    await note(other);
    await site.decide({ kind: 'close', body: { incident: ours } }, mira, noor);
    const unfreeze = (scope: string) => site.decide({ kind: 'unfreeze', body: { scope } }, mira);
    for (const scope of ['project:lung-imaging', 'analyst:ada']) {
      const { action } = await unfreeze(scope);
      const declined = decision({ kind: 'decline', body: { action } });
      await site.run('decline', { signed: signAction(declined, noor.secretKey) });
    }
    const words = ['audit', 'show', '--project', 'lung-imaging', '--kind', 'action', 'proposal', 'decline', '--json'];
    const { records } = JSON.parse(await site.command(...words));
    expect(records.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['action', 'action', 'action', 'proposal', 'decline'],
    ]);
    const after = JSON.parse(await site.command('audit', 'show', '--project', 'lung-imaging', '--last', '1', '--json'));
    expect(after.records[0].kind).toBe('decline');
    const { entries } = await site.run('log', { project: 'lung-imaging' });
    expect(entries.slice(-5).map(({ kind }) => kind)).toEqual([
      ...['freeze', 'note', 'close', 'proposal unfreeze', 'decline'],
    ]);
    await site.remove();
  });
});
