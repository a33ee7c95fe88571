import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIRST, NEWEST, WHOLE } from '../policy/published.ts';
import { sfumato } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-policy-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A copy of a repository file with one text replaced, which must be there. */
function changed(file: string, from: string, to: string): string {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) {
    throw new Error(`${file} doesn't say ${from}`);
  }
  const copy = join(scratch, `${Buffer.from(to).toString('hex').slice(0, 40)}-${file.split('/').at(-1)}`);
  writeFileSync(copy, text.replace(from, to));
  return copy;
}

const TABLE = 'policies/ps315/2024b.json';

describe('sfumato policy lint', () => {
  it.each([FIRST, WHOLE, NEWEST])(
    'finds no error in what ships, against the table of the edition that it cites: %s',
    async (file) => {
      const run = await sfumato(['policy', 'lint', file, '--json']);
      expect(run.code).toBe(0);
      expect(JSON.parse(run.stdout)).toMatchObject({ edition: '2024b' });
      expect(run.stdout).not.toContain('"error"');
    },
  );

  it('refuses a field stored against its action: exit code 2, one sentence', async () => {
    const file = changed(WHOLE, '    ps315: { action: X, option: Clean Descriptors }', '    ps315: not listed');
    const run = await sfumato(['policy', 'lint', file]);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain(
      'error: StudyDescription is kept although Table E.1-1 (2024b) says X; cite Clean Descriptors, or drop it\n',
    );
    expect(run.stdout).toContain('; 2 departures from PS3.15 Table E.1-1, edition 2024b, 1 warning.');
    expect((await sfumato(['policy', 'lint', NEWEST])).stdout).toContain(
      '; no departures from PS3.15 Table E.1-1, edition 2024b, 1 warning.',
    );
  });

  it('shows what the table of another edition asks for', async () => {
    const table = changed(TABLE, '"edition": "2024b"', '"edition": "2027z"');
    const stricter = changed(table, '"ContrastBolusAgent", "action": "Z/D"', '"ContrastBolusAgent", "action": "X"');
    const run = await sfumato(['policy', 'lint', WHOLE, '--table', stricter, '--json']);
    expect(run.code).toBe(2);
    const { edition, findings } = JSON.parse(run.stdout);
    expect(edition).toBe('2027z');
    expect(findings[0]).toEqual({
      ...{ level: 'error', sentence: 'ContrastBolusAgent cites the action Z/D, but Table E.1-1 (2027z) says X' },
    });
  });

  it.each(['2019a', '../../package'])(
    'says that there is no table of an edition that it does not have: %s',
    async (edition) => {
      const run = await sfumato(['policy', 'lint', changed(WHOLE, 'ps315Edition: 2024b', `ps315Edition: ${edition}`)]);
      expect(run.code).toBe(2);
      expect(run.stderr).toBe(
        `sfumato: The policy cites an edition of PS3.15, ${edition}, of which this program has no table; give one with --table.\n`,
      );
    },
  );

  it('says what is wrong with a table', async () => {
    const run = await sfumato(['policy', 'lint', WHOLE, '--table', changed(TABLE, '"rows"', '"lines"')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(
      /^sfumato: .*2024b\.json: rows is not as a table of PS3\.15 has it; give such a table\.\n$/,
    );
    const none = await sfumato(['policy', 'lint', WHOLE, '--table', join(scratch, 'none.json')]);
    expect(none).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('sfumato policy diff', () => {
  it('tells in words what changes, which way, and what that means', async () => {
    const run = await sfumato(['policy', 'diff', FIRST, WHOLE]);
    expect(run.code).toBe(0);
    for (const words of [
      'imaging-metadata@1.0.0 → imaging-metadata@1.1.0\n',
      '\nLoosening (',
      '  fields: SmokingStatus is stored, as one of 2 values (yes-no); it was dropped\n',
      '\nWhat it means\n  The de-identification differs: headers must be read again, into a new staging of imaging-metadata@1.1.0.\n',
      'The change is loosening; imaging-metadata@1.0.0 asks for 2 approvals',
    ]) {
      expect(run.stdout).toContain(words);
    }
  });

  it('tells the same as one JSON document', async () => {
    const run = await sfumato(['policy', 'diff', WHOLE, FIRST, '--json']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      before: 'imaging-metadata@1.1.0',
      after: 'imaging-metadata@1.0.0',
      // The former lists of words tell some texts apart that the later ones don't.
      direction: 'loosening',
      same: { deidentification: false, disclosure: false },
    });
  });

  it('compares one file with the policy in force at a site, and needs a site for that', async () => {
    const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
    const stricter = changed(WHOLE, 'value: { min: "0.01", max: "2" }', 'value: { min: "0.01", max: "1" }');
    const run = await sfumato(['policy', 'diff', stricter, '--config', site.config, '--json']);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ direction: 'tightening', same: { deidentification: true } });
    const broken = changed(WHOLE, 'title:', 'titel:');
    const wrong = await sfumato(['policy', 'diff', broken, '--config', site.config]);
    expect([wrong.code, wrong.stderr.includes(broken)]).toEqual([2, true]);
    expect((await sfumato(['policy', 'diff', stricter])).code).toBe(2);
    rmSync(site.folder, { recursive: true, force: true });
  });

  it('says that nothing differs when nothing does', async () => {
    const run = await sfumato(['policy', 'diff', FIRST, FIRST]);
    expect(run.stdout).toContain('\nNothing differs.\n');
    expect(run.stdout).toContain('The change is neutral; imaging-metadata@1.0.0 asks for 2 approvals');
  });

  it('refuses what is no policy, with its line', async () => {
    const run = await sfumato(['policy', 'diff', FIRST, changed(WHOLE, 'title:', 'titel:')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/:\d+: unknown key titel in the document; did you mean title\?\n$/);
  });
});

describe('sfumato schemas', () => {
  it('writes the lists of documents into a checkout, and leaves the prose alone', async () => {
    const checkout = join(scratch, 'checkout');
    for (const folder of ['docs', 'policies/imaging-metadata', 'node-config']) {
      mkdirSync(join(checkout, folder), { recursive: true });
    }
    cpSync(NEWEST, join(checkout, NEWEST));
    const document = readFileSync('docs/deidentification.md', 'utf8');
    const stale = document.replace(/(<!-- generated: strong -->\n)[\s\S]*?(<!-- end: strong -->)/, '$1old\n$2');
    writeFileSync(join(checkout, 'docs/deidentification.md'), stale);
    const run = await sfumato(['schemas', '--folder', checkout]);
    expect(run.code).toBe(0);
    expect(readFileSync(join(checkout, 'docs/deidentification.md'), 'utf8')).toBe(document);
    writeFileSync(join(checkout, 'docs/deidentification.md'), document.replace('<!-- end: strong -->', ''));
    const broken = await sfumato(['schemas', '--folder', checkout]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toBe('sfumato: A document lacks the markers of its generated part strong; put them back.\n');
    writeFileSync(join(checkout, 'docs/deidentification.md'), document);
    rmSync(join(checkout, 'node-config'), { recursive: true });
    const unwritten = await sfumato(['schemas', '--folder', checkout]);
    expect(unwritten.code).not.toBe(0);
    expect(unwritten.stderr).toMatch(/node\.schema\.json could not be written; look at its folder and its rights\.\n$/);
  });
});
