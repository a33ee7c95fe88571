import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JournalRecord, nodeDisk, readJournal } from '../../src/journal/index.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const REASON = '=Decided at, the "meeting".';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
  const form = { 'freeze-scope': 'project:lung-imaging', 'freeze-reason': REASON, 'freeze-passphrase': PASSPHRASE };
  await site.browser('noor').send('/incidents', '/incidents/freeze', form);
});
afterAll(() => site.close());

const shown = async (query: string) => (await site.browser('rosa').get(`/log${query}`)).text();
const isExport = ({ kind, body }: JournalRecord): boolean =>
  kind === 'read' && JSON.stringify(body).includes('"exported":true');
const lines = (page: string): number => page.match(/<tr>/g)?.length ?? 0;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

describe('the decision log on a page', () => {
  it('says who decided what, when, why and under which policy, the newest first', async () => {
    const page = await shown('');
    const { entries } = await site.run('log');
    expect(lines(page) - 1).toBe(entries.length);
    expect(page).toContain(`Decisions: ${entries.length}</h2>`);
    expect(page.indexOf('freeze of project lung-imaging')).toBeGreaterThan(0);
    expect(page.indexOf('freeze of project')).toBeLessThan(page.indexOf('the site harbour began'));
    expect(page).toContain('=Decided at, the &quot;meeting&quot;.');
    expect(page).toContain('imaging-metadata@1.1.0');
  });

  it('says it in the words of the page’s language, without a word of English or of the machine', async () => {
    const german = await (await site.browser('rosa', 0, 'de').get('/log')).text();
    expect(german).toContain('<td>Sperre: Projekt lung-imaging');
    expect(german).toContain('der Standort harbour begann');
    const whats = german.split('<tr>').map((row) => row.split('<td')[2] ?? '');
    expect(whats.length).toBeGreaterThan(5);
    expect(whats.join('\n')).not.toMatch(/lang="en"|\b(taken|scope|nanoEpsilon|was|the|with|of)\b/);
  });

  it.each([
    ['?kind=freeze', 1],
    ['?person=noor&kind=freeze', 1],
    ['?person=mira&kind=freeze', 0],
    ['?project=lung-imaging&kind=freeze', 1],
    [`?kind=freeze&until=${tomorrow}`, 1],
    ['?kind=freeze&until=2026-01-01', 0],
    [`?kind=freeze&since=${tomorrow}`, 0],
  ])('shows only what is asked for: %s', async (query, found) => {
    expect(Math.max(0, lines(await shown(query)) - 1)).toBe(found);
  });

  it('says that nothing on record has a project or person, and which is meant, in the language of the page', async () => {
    for (const [query, near] of [
      ['?project=lung-imagin', 'lung-imaging'],
      ['?person=rossa', 'rosa'],
    ] as const) {
      expect(await shown(query)).toContain(`a project or person of this name; did you mean ${near}?`);
      const german = await (await site.browser('rosa', 0, 'de').get(`/log${query}`)).text();
      expect(german).toContain(`kommt im Protokoll nicht vor; meinten Sie ${near}?`);
    }
    expect(await shown('?project=bones')).toContain('of this name; look at how it is written.');
    expect(await shown('?person=mira&kind=freeze')).toContain('Nothing of the kind was decided.');
  });

  it('says which day isn’t any', async () => {
    const answer = await site.browser('rosa').get('/log?since=yesterday');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('aria-describedby="since-error"');
  });

  it('says that the last day is before the first', async () => {
    const answer = await site.browser('rosa').get('/log?since=2026-02-02&until=2026-02-01');
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringContaining('aria-describedby="until-error"'),
    ]);
    expect((await site.browser('rosa').get('/log?since=2026-02-02&until=2026-02-02')).status).toBe(200);
  });

  it('leaves as the file that the command writes, of the same decisions, and that is on record', async () => {
    const bytes = new Uint8Array(await (await site.browser('rosa').get('/log.csv?kind=freeze')).arrayBuffer());
    // The mark by which a spreadsheet knows UTF-8.
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const csv = new TextDecoder().decode(bytes);
    expect(csv.split('\r\n')[0]).toBe('seq,time,kind,who,what,why,policy,projects,people');
    expect(csv).toContain(`"'=Decided at, the ""meeting""."`);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
    const json = await (await site.browser('rosa').get('/log.json?kind=freeze')).json();
    expect(json).toMatchObject({
      site: 'harbour',
      entries: [{ kind: 'freeze', who: ['noor'], why: REASON, what: 'freeze of project lung-imaging' }],
    });
    const reads = [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'read');
    expect(reads.slice(-2).map(({ actor, body }) => [actor, body])).toEqual([
      ['rosa', { verb: 'log', via: 'page', exported: true }],
      ['rosa', { verb: 'log', via: 'page', exported: true }],
    ]);
  });

  it.each([
    'project=lung-imagin',
    'person=nora',
    'kind=frieze',
    'since=yesterday',
    'since=2026-02-02&until=2026-02-01',
  ])('leaves no file of what nothing can be found by, but leads to the page that says so: %s', async (query) => {
    const reads = () => [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(isExport).length;
    const before = reads();
    for (const file of ['/log.csv', '/log.json']) {
      const answer = await site.browser('rosa').get(`${file}?${query}`);
      const to = answer.headers.get('location') ?? '';
      expect([answer.status, to]).toEqual([303, `/log?${query}`]);
      expect((await site.browser('rosa').get(to)).status).toBe(422);
    }
    expect(reads()).toBe(before);
  });

  it('is shown page by page where it is long', async () => {
    const noor = site.browser('noor');
    for (let at = 0; at < 95; at += 1) {
      site.node.ctx.journal.append({ kind: 'reveal', actor: 'otto', body: { what: 'paths of quarantined files' } });
    }
    await noor.get('/log');
    const first = await shown('');
    expect(lines(first) - 1).toBe(100);
    expect(first).toContain('href="/log?page=2"');
    const second = await shown('?page=2');
    expect(lines(second) - 1).toBe((await site.run('log')).entries.length - 100);
    expect(second).toContain('the site harbour began');
    expect(second).not.toContain('page=3');
  });
});
