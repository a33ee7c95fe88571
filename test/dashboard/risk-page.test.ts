import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { percentText } from '../../src/base/index.ts';
import { riskText } from '../../src/cli/risk-report/text.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { estimateText, rateText } from '../../src/shown/index.ts';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { type Browser, type OpenPages, openPages } from './open-pages.ts';

const FIELDS = ['PatientSex', 'StudyDate', 'Modality'];
const WANTED = { fields: FIELDS, combined: 2, population: 600 };

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

/** Sends the form as a browser does, which repeats the name of what is chosen several times. */
async function begin(browser: Browser, fields: readonly (readonly [string, string])[]): Promise<Response> {
  const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(await (await browser.get('/health')).text()) ?? [];
  return await sent(browser, '/risk/begin', [['csrf', csrf], ...fields]);
}

async function sent(browser: Browser, action: string, fields: readonly (readonly [string, string])[]) {
  return await site.app.request(`http://localhost:8400${action}`, {
    method: 'POST',
    headers: {
      ...{ host: 'localhost:8400', cookie: browser.cookie, origin: 'http://localhost:8400' },
      ...{ 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    },
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
  });
}

const chosen = (names: readonly string[], combined = '2', population = '600') => [
  ...names.map((name) => ['risk-fields', name] as const),
  ...([
    ['risk-combined', combined],
    ['risk-population', population],
  ] as const),
];

/** The page once nothing is under way. */
async function ended(browser: Browser): Promise<string> {
  for (;;) {
    const page = await (await browser.get('/risk')).text();
    if (!page.includes('id="progress"')) {
      return page;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The rows of a table in the part of that id, as text. */
function rowsOf(page: string, id: string): readonly (readonly string[])[] {
  const [, part = ''] = page.split(`<section class="card" id="${id}"`);
  const [body = ''] = /<tbody>.*?<\/tbody>/s.exec(part.split('</section>')[0] ?? '') ?? [];
  return (body.match(/<tr>.*?<\/tr>/gs) ?? []).map((row) =>
    (row.match(/<t[hd].*?<\/t[hd]>/gs) ?? []).map((cell) =>
      cell
        .replace(/<span aria-hidden="true">.*?<\/span>/g, '')
        .replace(/<[^>]*>/g, '')
        .replaceAll('\u00a0', ' ')
        .trim(),
    ),
  );
}

async function ingested(): Promise<void> {
  const archive = join(site.folder, 'archive');
  for (let n = 0; n < 40; n += 1) {
    const ids = { patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` };
    const values = [
      element(0x00080020, 'DA', `20${10 + (n % 13)}0105`),
      element(0x00080060, 'CS', n === 7 ? 'MR' : 'CT'),
      element(0x00100040, 'CS', n % 3 === 0 ? 'M' : 'F'),
    ];
    writeFileSync(join(archive, `${n}`), part10(dataSet(...values, ...identifiers(ids))));
  }
  await site.run('ingest', { source: archive });
}

const reads = () =>
  [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(
    ({ kind, body }) => kind === 'read' && JSON.stringify(body).includes('"risk'),
  );

describe('the page of how far patients could be recognised', () => {
  it('says that nothing is staged, without a form, and begins nothing', async () => {
    const page = await (await site.browser('mira').get('/risk')).text();
    expect(page).toContain('Nothing was ever ingested, so there is nothing to assess.');
    expect(page).not.toContain('action="/risk/begin"');
    const way = { path: '/risk', form: '/sign-out', action: '/risk/begin' };
    const forged = await site.browser('mira').post(way, { 'risk-fields': 'PatientSex', 'risk-combined': '1' });
    expect(forged.status).toBe(422);
    expect(await forged.text()).toContain('Nothing was ever ingested, so there is nothing to assess.');
    await ingested();
    expect(await (await site.browser('mira').get('/risk')).text()).toContain('No assessment is kept');
  });

  it('shows the numbers of the command, digit for digit', async () => {
    const mira = site.browser('mira');
    expect((await begin(mira, chosen(FIELDS))).headers.get('location')).toBe('/risk');
    const page = await ended(mira);
    const report = await site.run('risk', WANTED);
    const figures = (set: (typeof report.sets)[number]) => [
      String(set.classes),
      ...[set.below[2], set.below[11]].map((n) => `${n} (${percentText(n, set.patients)} %)`),
      ...[String(set.smallest), rateText(set.highest), rateText(set.average)],
    ];
    expect(rowsOf(page, 'fields')).toEqual(
      report.sets
        .slice(0, 3)
        .map((set, at) => [set.fields[0], report.fields[at]?.risk, ...figures(set), rateText(set.separation)]),
    );
    expect(rowsOf(page, 'worst')).toEqual(report.worst.map((set) => [set.fields.join(' · '), ...figures(set)]));
    expect(rowsOf(page, 'chart')).toEqual(
      report.sets
        .slice(0, 3)
        .map((set) => [set.fields[0], ...[2, 11].map((n) => percentText(set.below[n as 2 | 11], 40))]),
    );
    expect(rowsOf(page, 'bands').map((row) => row.slice(0, 3))).toEqual(
      report.bands.map(({ classes, patients }, at) => [
        ['1', '2–4', '5–10', '11–19', '≥ 20'][at],
        ...[String(classes), String(patients)],
      ]),
    );
    expect(report.bands.reduce((sum, { patients }) => sum + patients, 0)).toBe(40);
    expect(rowsOf(page, 'thresholds').map((row) => [...row.slice(1, -1)])).toEqual(
      [0, 1, 2, 3].map((at) => report.worst.map(({ thresholds }) => (thresholds[at]?.holds ? 'yes' : 'no'))),
    );
    expect(rowsOf(page, 'population')).toEqual(
      report.worst.map(({ fields, below, population }) => [
        ...[fields.join(' · '), String(below[2]), estimateText(population?.alone ?? -1)],
        population?.method === 'pitman' ? 'Pitman’s' : 'Zayatz’s',
      ]),
    );
    expect(page).toContain('Of each number of fields the one with the highest average risk');
    expect(page).toContain('Lines of different models can’t be compared, and more fields may have a smaller estimate');
    const text = riskText(report);
    expect(text).toContain(
      '\n\nOf each number of fields the one with the highest average risk, and all of them together.\n\n',
    );
    expect(text).toMatch(
      /model\)\.\nEach line is the estimate of one model\. Lines of different models can’t be compared/,
    );
    expect(page).toMatch(/<dt>Fields<\/dt><dd>3<\/dd>.*<dd>2<\/dd>.*<dt>Combinations[^<]*<\/dt><dd>7<\/dd>/s);
    expect(page).toMatch(/<dt>Begun by<\/dt><dd>mira<\/dd>/);
  });

  it('writes its numbers as German does', async () => {
    const page = await (await site.browser('mira', 0, 'de').get('/risk')).text();
    const tables = ['fields', 'worst', 'bands', 'population'].map((id) => JSON.stringify(rowsOf(page, id)));
    expect(tables.join()).not.toMatch(/\d\.\d/);
    expect(tables.join()).toMatch(/"hoch".*"\d+ \(\d+,\d %\)".*"0,\d+"/);
    expect(page).toContain('mittleres Risiko ≤ 0,05');
    expect(page).toContain('die mit dem höchsten mittleren Risiko');
    expect(page).toContain('Zeilen verschiedener Modelle sind nicht vergleichbar');
    // What waits meanwhile is named in full, as `test/node/assessments.test.ts` finds it.
    expect(page).toMatch(
      /warten Aufnahmen, Veröffentlichungen, die Quarantäne, .* und neue oder vernichtete Schlüssel;/,
    );
    expect(await (await site.browser('mira').get('/risk')).text()).toMatch(
      /ingests, publishes, the quarantine, .* and new or destroyed keys wait;/,
    );
  });

  it('is kept by nothing on its way, shown to others who may, and on record each time as a look without a number', async () => {
    const before = reads().length;
    const answer = await site.browser('otto').get('/risk');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const picture = await site.browser('mira').get('/charts/risk.svg?theme=dark');
    expect(picture.headers.get('cache-control')).toBe('private, no-store');
    expect(await picture.text()).toContain('StudyDate');
    expect(await answer.text()).toContain('id="worst"');
    expect(
      reads()
        .slice(before)
        .map(({ actor, body }) => [actor, body]),
    ).toEqual([
      ['otto', { verb: 'risk-kept', via: 'page' }],
      ['mira', { verb: 'risk-kept', via: 'page' }],
    ]);
  });

  it('is nobody else’s: no role but two sees it, begins or stops one, nor anybody by stale factors or without a form’s token', async () => {
    const paths = ['/risk', '/charts/risk.svg'];
    for (const name of ['noor', 'rosa'] as const) {
      for (const path of paths) {
        const refused = await site.browser(name).get(path);
        expect([name, path, refused.status]).toEqual([name, path, 403]);
        expect(await refused.text()).not.toContain('StudyDate');
      }
      for (const action of ['/risk/begin', '/risk/stop']) {
        const way = { path: '/', form: '/sign-out', action };
        const fields = { 'risk-fields': 'PatientSex', 'risk-combined': '1' };
        expect((await site.browser(name).post(way, fields)).status).toBe(403);
      }
      expect(await (await site.browser(name).get('/snapshots')).text()).not.toContain('href="/risk"');
    }
    for (const path of paths) {
      expect((await site.browser('nobody').get(path)).headers.get('location')).toMatch(/^\/sign-in/);
      const stale = await site.browser('mira', 3_600_000).get(path);
      expect(stale.headers.get('location')).toBe(`/step-up?next=${encodeURIComponent(path)}`);
    }
    const before = (await ended(site.browser('mira'))).length;
    for (const action of ['/risk/begin', '/risk/stop']) {
      const forged = await sent(site.browser('mira'), action, chosen(['PatientSex']));
      expect([action, forged.status]).toEqual([action, 403]);
    }
    expect((await ended(site.browser('mira'))).length).toBe(before);
    expect(await (await site.browser('otto').get('/snapshots')).text()).toContain('href="/risk"');
  });

  it.each([
    [chosen([]), 'Choose at least one field.'],
    [chosen(FIELDS, '9'), 'This takes a number from 1 to 4.'],
    [chosen(FIELDS, '2', '0'), 'This takes a number of people, in digits alone.'],
    [chosen(FIELDS, '2', '-5'), 'This takes a number of people, in digits alone.'],
    [chosen(FIELDS, '2', '4e5'), 'This takes a number of people, in digits alone.'],
    [chosen(FIELDS, '2', '9'.repeat(400)), 'This takes a number of people, in digits alone.'],
    [chosen(['<b onclick="x">']), 'No staged field is called &lt;b onclick=&quot;x&quot;&gt;'],
    [chosen(['__proto__']), 'No staged field is called __proto__'],
  ])('says what is wrong with %j where the form is, and keeps what was found before', async (fields, sentence) => {
    const mira = site.browser('mira');
    const answer = await begin(mira, fields);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(page).not.toContain('<b onclick');
    expect(page).toContain('id="worst"');
  });

  it('refuses more combinations than anybody would wait for before it makes one', async () => {
    const fields = [...site.node.ctx.policy.columns].flatMap(([name, { kind }]) =>
      kind === 'dimension' ? [name] : [],
    );
    const page = await (await begin(site.browser('mira'), chosen(fields, '4'))).text();
    expect(page).toMatch(/\d+ fields have \d+ combinations, of which at most 5000 are looked at: choose fewer/);
  });

  it('tells once that the population was too small, without how many patients there are, and keeps the former', async () => {
    const mira = site.browser('mira', 0, 'de');
    await begin(mira, chosen(['PatientSex'], '1', '39'));
    const page = await ended(mira);
    expect(page).toContain('Die Bevölkerung enthält alle aufgenommenen Patienten');
    expect(rowsOf(page, 'worst')[1]?.[0]).toBe('PatientSex · StudyDate');
    expect(await (await mira.get('/risk')).text()).not.toContain('Die Bevölkerung enthält');
  });

  it('says that something was ingested since', async () => {
    const said = 'Since this assessment something was ingested, or what is staged was replaced.';
    expect(await ended(site.browser('mira'))).not.toContain(said);
    await site.run('ingest', { source: join(site.folder, 'archive') });
    expect(await ended(site.browser('mira'))).toContain(said);
    await begin(site.browser('mira'), chosen(FIELDS));
    expect(await ended(site.browser('mira'))).not.toContain(said);
  });
});

describe('an assessment that takes long', () => {
  const long = () =>
    [...site.node.ctx.policy.columns].flatMap(([name, { kind }]) => (kind === 'dimension' ? [name] : []));

  it('is one at a time, shows how far it is without a number of patients, and keeps neither health nor overview waiting', async () => {
    const [mira, otto] = [site.browser('mira'), site.browser('otto')];
    const before = reads().length;
    const all = await Promise.all([mira, otto, mira, otto].map((one) => begin(one, chosen(long().slice(0, 30), '3'))));
    expect(all.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422]);
    const page = await (await mira.get('/risk')).text();
    expect(page).toContain('hx-trigger="every 1s"');
    expect(page).not.toContain('id="worst"');
    expect(page).not.toContain('action="/risk/begin"');
    expect(reads().slice(before)).toMatchObject([{ body: { verb: 'risk-begin', via: 'page' } }]);
    for (const path of ['/health', '/', '/budgets', '/policy']) {
      expect((await mira.get(path)).status).toBe(200);
    }
    expect(await (await mira.get('/risk')).text()).toContain('id="progress"');
    const refused = await begin(otto, []);
    expect(refused.status).toBe(422);
    const stopped = await otto.send('/risk', '/risk/stop', {});
    expect(await stopped.text()).toContain('The assessment was stopped.');
    const kept = await ended(mira);
    expect(kept).toMatch(/Combinations[^<]*<\/dt><dd>7</);
    expect(kept.replace(/<template.*?<\/template>/gs, '')).not.toContain('role="alert"');
  });

  it('waits for its turn, and is stopped there too', async () => {
    const mira = site.browser('mira');
    const ingest = site.run('ingest', { source: join(site.folder, 'archive') });
    expect((await begin(mira, chosen(FIELDS))).status).toBe(303);
    expect(await (await mira.get('/risk')).text()).toContain('It waits for other work on the archive');
    await mira.send('/risk', '/risk/stop', {});
    await begin(mira, chosen(['Modality'], '1', ''));
    await ingest;
    expect(await ended(mira)).toMatch(/Combinations[^<]*<\/dt><dd>1</);
  });

  it('that broke is a fault of the page once, and on its log, and the next look is good again', async () => {
    const mira = site.browser('mira');
    await ended(mira);
    site.node.ctx.assessments.begin({ by: 'mira', input: { combined: 1 } }, () => Promise.reject(new Error('broken')));
    await new Promise((resolve) => setImmediate(resolve));
    // The site of these tests throws what other sites log.
    await expect(mira.get('/risk')).rejects.toThrow('broken');
    const next = await mira.get('/risk');
    expect(await next.text()).toContain('id="worst"');
  });

  it('leads whoever asks again by factors that are over to where they are shown', async () => {
    const here = { 'hx-current-url': 'http://localhost:8400/risk' };
    const stale = site.browser('mira', 3_600_000);
    expect((await stale.get('/risk', here)).headers.get('location')).toBe('/step-up?next=%2Frisk');
    expect((await stale.get('/step-up?next=%2Frisk', here)).headers.get('hx-retarget')).toBe('main');
    expect((await site.browser('noor').get('/risk', here)).headers.get('hx-retarget')).toBe('main');
  });

  it('gives whoever asks again the whole page in the end', async () => {
    await ended(site.browser('mira'));
    const polled = await site.browser('mira').get('/risk', { 'hx-current-url': 'http://localhost:8400/risk' });
    expect(['hx-retarget', 'hx-reselect'].map((name) => polled.headers.get(name))).toEqual(['main', 'main']);
  });
});

describe('an archive of which nothing could be staged', () => {
  it('is assessed as such, without a share of nobody', async () => {
    const other = await openPages();
    writeFileSync(join(other.folder, 'archive', 'bad'), part10(dataSet(...identifiers({ patient: '' }))));
    await other.run('ingest', { source: join(other.folder, 'archive') });
    const mira = other.browser('mira');
    await mira.send('/risk', '/risk/begin', { 'risk-fields': 'PatientSex', 'risk-combined': '1' });
    await expect.poll(async () => await (await mira.get('/risk')).text()).toContain('No patient is staged.');
    const page = await (await mira.get('/risk')).text();
    expect(page).not.toMatch(/NaN|id="(chart|worst)"/);
    expect((await mira.get('/charts/risk.svg')).status).toBe(404);
    await other.close();
  });
});
