import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../src/dashboard/texts/kinds.table.ts';
import { LOG_KINDS } from '../../src/governance/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';
import { within } from '../support/within.ts';

const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const out = join(site.folder, 'decisions.json');
afterAll(() => rmSync(site.folder, { recursive: true, force: true }));

const log = (...words: string[]) => within(['log', '--config', site.config, ...words]);

const reads = () => [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'read');

describe('sfumato log --kind', () => {
  it.each([
    ['frezze', 'No decision is of the kind frezze; did you mean freeze?'],
    ['xxxxxxxxxx', 'No decision is of the kind xxxxxxxxxx; there are access, accountant, agree, '],
  ])('refuses %s, of which it would look as if nothing had been decided', async (kind, sentence) => {
    expect(await log('--kind', kind, '--out', out)).toMatchObject({
      ...{ code: 2, stdout: '', stderr: expect.stringContaining(sentence) },
    });
    expect(existsSync(out)).toBe(false);
  });

  it('writes CSV to a file alone', async () => {
    const stderr = expect.stringContaining('CSV is written to a file: name one with --out.');
    expect(await log('--format', 'csv')).toMatchObject({ code: 2, stdout: '', stderr });
  });

  it.each([
    [['--project', 'lung-imagin'], 'Nothing on record is about a project lung-imagin; did you mean lung-imaging?'],
    [['--person', 'adda'], 'Nothing on record is by or about a person adda; did you mean ada?'],
    [['--person', 'nobody-of-the-kind'], 'Nothing on record is by or about a person nobody-of-the-kind.'],
  ])('refuses a name that nothing at the site has: %s', async (words, sentence) => {
    expect(await log(...words, '--out', out)).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
    expect(existsSync(out)).toBe(false);
    expect(reads().at(-1)?.body).toEqual({ verb: 'log', via: 'shell' });
    const list = await within(['receipt', 'list', '--config', site.config, ...words]);
    expect(list).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it.each(['2026-01-31', '2026-01-30'])('refuses a span in which nothing can lie: until %s', async (until) => {
    const sentence = '--until is not later than --since, so nothing lies between them; name a later --until.';
    expect(await log('--since', '2026-01-31', '--until', until, '--out', out)).toMatchObject({
      ...{ code: 2, stdout: '', stderr: expect.stringContaining(sentence) },
    });
    expect(existsSync(out)).toBe(false);
    expect(await log('--since', '2026-01-30', '--until', '2026-01-31')).toMatchObject({ code: 0 });
  });

  it('says on record of a file of a name that it left', async () => {
    const file = join(site.folder, 'of-ada.json');
    expect(await log('--person', 'ada', '--out', file)).toMatchObject({ code: 0 });
    expect([existsSync(file), reads().at(-1)?.body]).toEqual([true, { verb: 'log', via: 'shell', exported: true }]);
  });

  it('takes a project and a member of which nothing of the kind was decided', async () => {
    for (const words of [
      ['--project', 'lung-imaging'],
      ['--person', 'ada'],
    ]) {
      expect(await log(...words, '--kind', 'freeze')).toMatchObject({
        code: 0,
        stdout: 'Nothing of the kind was decided.',
      });
      expect(await within(['receipt', 'list', '--config', site.config, ...words])).toMatchObject({ code: 0 });
    }
  });

  it('takes the kinds that the pages offer, and no others', async () => {
    expect(LOG_KINDS).toEqual(Object.keys(KINDS).sort());
    expect(await log('--kind', 'site')).toMatchObject({ code: 0, stdout: expect.stringContaining('began') });
    expect(await log('--kind', 'freeze')).toMatchObject({ code: 0, stdout: 'Nothing of the kind was decided.' });
  });
});
