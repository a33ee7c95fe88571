import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reportPage } from '../../src/cli/ingest-report/page.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';
import { within } from '../support/within.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-new-files-'));
const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(site.folder, { recursive: true, force: true });
});

const question = join(scratch, 'question.yaml');
const terms = join(scratch, 'terms.yaml');
const receipts = join(scratch, 'answer.receipts');
const dangling = join(scratch, 'dangling');
writeFileSync(question, 'count: patients\nepsilon: "0.5"\n');
writeFileSync(receipts, 'of an answer that was paid for');
writeFileSync(
  terms,
  'project: bones\npurpose: Bones.\npurposeClass: research\nfields: [Modality]\nends: "2030-01-01"\n' +
    'ethics: { reference: "1", expires: "2030-01-01" }\nmembers: [{ person: carl, key: none }]\nagreement: data-use\n' +
    'epsilon: { project: "1", analyst: "1" }\n',
);
symlinkSync(join(scratch, 'nowhere'), dangling);
// Nobody listens there: whoever asked would say that.
const ASK = ['ask', question, '--coordinator', 'http://127.0.0.1:9', '--project', 'lung', '--key', 'none.key'];
// There is no such key: whoever looked for it first would say that.
const SIGNED = ['--reason', 'For a good reason.', '--key', 'none.key', '--out', receipts];
const AWAY = ['--site', 'harbour', ...SIGNED];
const EMPTY = {
  unit: 'files' as const,
  read: 0,
  stored: 0,
  counted: 0,
  known: 0,
  skipped: {},
  quarantined: {},
  fields: [],
};
const NOBODY = { patients: 0, studies: 0, series: 0, instances: 0, devices: 0 };

/** Runs an ingest with this in the file of its page, and says what is in there then. */
async function ingestOver(former: string) {
  const page = join(scratch, 'report.html');
  writeFileSync(page, former);
  const ran = await within(['ingest', site.archive, '--config', site.config, '--report', page]);
  return { ...ran, page: readFileSync(page, 'utf8') };
}

const pageOf = async (name: string): Promise<string> =>
  await reportPage({ ...EMPTY, staged: NOBODY }, { site: name, at: new Date(0) });

describe('a file that is there', () => {
  it.each([
    ['receipts', receipts, [...ASK, '--receipt', receipts]],
    ['the question itself', question, [...ASK, '--receipt', question]],
    ['a link to nowhere', dangling, [...ASK, '--receipt', dangling]],
    ['decisions', receipts, ['log', '--config', 'none.yaml', '--out', receipts]],
    ['a grant', receipts, ['action', 'new', 'grant', '--epsilon', '1', '--config', site.config, ...SIGNED]],
    ['an application', receipts, ['project', 'apply', terms, ...AWAY]],
    ['a signed agreement', receipts, ['agreement', 'sign', 'data-use', '--person', 'carl', '--text', terms, ...AWAY]],
    ['the report of an ingest', receipts, ['ingest', site.archive, '--config', site.config, '--report', receipts]],
    [
      'the report of a former ingest',
      receipts,
      ['staging', 'reports', '--run', '1', '--config', site.config, '--report', receipts],
    ],
  ])('is not overwritten, and nothing is asked: %s', async (_, file, words) => {
    const before = file === dangling ? '' : readFileSync(file, 'utf8');
    expect(await within(words)).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining(`${file} is there already, and is not overwritten; name a file`) },
    });
    expect(file === dangling ? '' : readFileSync(file, 'utf8')).toBe(before);
  });

  it('is not made for a request and its receipts at once', async () => {
    const one = join(scratch, 'one');
    expect(await within([...ASK, '--receipt', one, '--request', one])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('name one file') },
    });
  });

  it('is replaced by the report of an ingest where it holds one of the same site, and else is not', async () => {
    const replaced = await ingestOver(await pageOf('harbour'));
    expect(replaced.page, replaced.stderr).toContain('is the archive mounted?');
    const another = await pageOf('lakeside');
    expect(await ingestOver(another)).toMatchObject({ code: 1, stdout: '', page: another });
    const quoting = `<p>${await pageOf('harbour')}</p>`;
    expect(await ingestOver(quoting)).toMatchObject({ code: 1, stdout: '', page: quoting });
  });
});
