import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reading } from '../../src/cli/workbench/reading.ts';
import { FederatedReply, parseReceipts } from '../../src/contract/index.ts';
import type { Asked } from '../../src/dashboard/index.ts';
import { pasted, sfumato } from '../support/command.ts';
import { PASSPHRASE, type Parties, SITES, startParties } from '../support/workbench-parties.ts';

const QUESTION =
  'price=yes&kind=count+patients&by1=PatientSex&aim=epsilon&epsilon=0.5&f1=Modality&p1=has-a&o1=is&v1=CT';
let parties: Parties;
let origin = '';
let cookie = '';
let csrf = '';

beforeAll(async () => {
  parties = await startParties(40);
  origin = new URL(parties.workbench.url).origin;
}, 240_000);
afterAll(() => parties.close());

async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; to: string }> {
  const answer = await fetch(`${origin}${path}`, { headers: { cookie, ...headers }, redirect: 'manual' });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
  const text = await answer.text();
  csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? csrf;
  return { status: answer.status, text, to: answer.headers.get('location') ?? '' };
}

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ csrf, ...fields });
  const sent = { cookie, origin, ...headers };
  const answer = await fetch(`${origin}${path}`, { method: 'POST', headers: sent, body, redirect: 'manual' });
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '' };
}

/** Asks as the button does beside the price: the form as it stands, to the address of what was priced. */
const ask = (form: string) => post(`/ask?${form}`, Object.fromEntries(new URLSearchParams(form)));

/** The text of an element with this id, as a browser shows it. */
function shownIn(page: string, id: string): string {
  const inside = new RegExp(`id="${id}"[^>]*>(?:<code>)?([^<]*)`).exec(page)?.[1] ?? '';
  return inside.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

describe('a researcher', () => {
  it('has the fields of the project listed by a command, as the sites say', async () => {
    const words = ['--coordinator', parties.coordinator.url, '--key', join(parties.folder, 'ada.key')];
    const passphrase = ['--passphrase-file', join(parties.folder, 'passphrase.txt')];
    const fieldsOf = (id: string) => sfumato(['project', 'fields', id, ...words, ...passphrase, '--json']);
    const { fields, sites } = JSON.parse((await fieldsOf('lung-imaging')).stdout);
    expect(sites).toEqual(SITES);
    expect(fields.map(({ name }: { name: string }) => name).sort()).toEqual([
      'BodyPartExamined',
      'ContrastBolusAgent',
      'Manufacturer',
      'Modality',
      'PatientAge',
      'PatientSex',
    ]);
    const { code, stderr } = await fieldsOf('no-such');
    expect(code).toBe(3);
    expect(stderr).toContain('Check the project’s id');
  });
});

describe('a dry run', () => {
  it('says how each site stands as the price is asked for', async () => {
    const question = join(parties.folder, 'count.json');
    writeFileSync(question, '{"count":"patients","epsilon":"0.5"}');
    const words = ['--coordinator', parties.coordinator.url, '--project', 'lung-imaging', '--dry-run'];
    const key = ['--key', join(parties.folder, 'ada.key'), '--passphrase-file', join(parties.folder, 'passphrase.txt')];
    const { code, stderr } = await sfumato(['ask', question, ...words, ...key]);
    expect(code).toBe(0);
    expect(stderr.trim().split('\n')).toEqual([
      'Asking the coordinator which sites there are …',
      SITES.map((site) => `${site}: quoted`).join('   '),
    ]);
  });
});

describe('the workbench', () => {
  it('shows nothing to who did not come by the printed address', async () => {
    expect(await get('/')).toMatchObject({ status: 403 });
    expect(await get('/enter?token=guess')).toMatchObject({ status: 403 });
    const { status } = await post('/unlock', { passphrase: PASSPHRASE });
    expect(status).toBe(403);
  });

  it('answers to no other name, so that no site on the web reaches it by its own', async () => {
    const { port } = new URL(origin);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path: '/', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject);
      asked.end();
    });
    expect(status).toBe(421);
  });

  it('opens once by that address, and asks for the passphrase', async () => {
    const { pathname, search } = new URL(parties.workbench.url);
    expect(await get(`${pathname}${search}`)).toMatchObject({ status: 303, to: '/' });
    const own = cookie;
    expect(own).toMatch(/^__Host-/);
    expect(await get(`${pathname}${search}`)).toMatchObject({ status: 403 });
    cookie = own;
    expect(await get('/')).toMatchObject({ status: 303, to: '/unlock' });
    await get('/unlock');
    expect(await post('/unlock', { passphrase: 'seven grey hens' })).toMatchObject({ status: 422 });
    expect(await post('/unlock', { passphrase: PASSPHRASE, csrf: 'other' })).toMatchObject({ status: 403 });
    expect(await post('/unlock', { passphrase: PASSPHRASE }, { origin: 'http://evil.example' })).toMatchObject({
      status: 403,
    });
    expect(await post('/unlock', { passphrase: PASSPHRASE })).toMatchObject({ status: 303, to: '/' });
  });

  it('lists the fields that the project may use, once the sites have said which, and no other', async () => {
    const listed = async () =>
      [...(await get('/')).text.matchAll(/<option value="([A-Z]\w+)"/g)].map(([, name]) => name);
    const project = ['Modality', 'BodyPartExamined', 'PatientAge', 'PatientSex', 'Manufacturer', 'ContrastBolusAgent'];
    await expect.poll(async () => [...new Set(await listed())].sort(), { timeout: 30_000 }).toEqual(project.sort());
    const { text } = await get('/?price=yes&kind=count+patients&by1=SliceThickness&aim=epsilon&epsilon=0.5');
    expect(text).toContain('the project may not use it');
  });

  it('prices a question at every site before anything is asked', async () => {
    const { status, text } = await get(`/?${QUESTION}`);
    expect(status).toBe(200);
    for (const site of SITES) {
      expect(text).toContain(`<th scope="row">${site}</th>`);
    }
    expect(text).toMatch(/Added up over 3 sites, the noise stays within ± \d+/);
    expect(readdirSync(parties.folder)).not.toContain('desk');
  });

  it('asks, follows the sites, and shows no number without its interval', async () => {
    const { to } = await ask(QUESTION);
    expect(to).toMatch(/^\/answers\/[0-9a-f]{32}$/);
    const page = await until(
      () => get(to),
      ({ text }) => text.includes('id="result-0"'),
    );
    const reply = FederatedReply.parse(JSON.parse((await get(`${to}/answer.json`)).text));
    const values = reply.combined?.results[0]?.rows.flat() ?? [];
    expect(values.length).toBeGreaterThan(1);
    for (const { value, interval } of values) {
      expect(page.text).toContain(
        `<td class="number">${value}</td><td class="number">${interval?.[0]} … ${interval?.[1]}</td>`,
      );
    }
    expect(page.text.match(/holds/g)?.length).toBeGreaterThanOrEqual(3);
    const withoutKeys = reading(() => []).check({ reply } as Asked);
    expect(withoutKeys.map(({ evidence }) => evidence)).toEqual(SITES.map(() => 'unchecked'));
    expect((await get(`${to}/bars-0.svg?theme=dark`)).text).toContain('<title>count of patients</title>');
    expect((await get(`${to}/table.csv`)).text.split('\r\n')).toHaveLength(1 + values.length + SITES.length + 1);
  });

  it('writes a text for the methods section that names mechanism, ε, unit, policy, snapshots and log', async () => {
    const [{ to }] = [await ask(QUESTION)];
    const { text } = await until(
      () => get(to),
      (page) => page.text.includes('id="result-0"'),
    );
    for (const part of ['discrete Laplace, b = ', 'ε = 0.5', 'privacy unit is the patient', 'imaging-metadata@1.1.0']) {
      expect(text).toContain(part);
    }
    expect(text.match(/answered from snapshot [0-9a-f]{32}/g)).toHaveLength(3);
    expect(text.match(/checkpoint of \d+ records with root /g)?.length).toBeGreaterThanOrEqual(3);
  });

  it('keeps the signed request and the receipts in the researcher’s folder', () => {
    const kept = readdirSync(join(parties.folder, 'desk', 'answers'));
    const receipts = kept.filter((name) => name.endsWith('.receipts'));
    expect(receipts.length).toBeGreaterThan(0);
    expect(kept.filter((name) => name.endsWith('.jws')).length).toBeGreaterThanOrEqual(receipts.length);
    const text = readFileSync(join(parties.folder, 'desk', 'answers', receipts[0] ?? ''), 'utf8');
    expect(parseReceipts(text)).toHaveLength(3);
  });

  it('saves a question in versions, none over another', async () => {
    for (const version of [1, 2]) {
      expect(await post('/save', { form: QUESTION, name: 'chest-ct' })).toMatchObject({ status: 303 });
      const file = join(parties.folder, 'desk', 'questions', `chest-ct.v${version}.json`);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version, question: { count: 'patients' } });
    }
    expect((await get('/saved')).text).toContain('chest-ct');
    expect(await post('/save', { form: QUESTION, name: '../../escape' })).toMatchObject({ status: 422 });
  });

  it('gives a command that works as pasted, and whose answer is the same', async () => {
    const command = shownIn((await get(`/?${QUESTION}`)).text, 'command');
    expect(command).toMatch(/^printf '%s\\n' /);
    const file = join(parties.folder, 'passphrase.txt');
    // What a person types at the prompt comes from a file here.
    const stdout = await pasted(`${command.trimEnd()} --passphrase-file ${file} --json`, parties.folder);
    const reply = FederatedReply.parse(JSON.parse(stdout));
    expect(reply.sites.map(({ reply: own }) => own?.replayed)).toEqual([true, true, true]);
  });

  it('shows how sites stand that don’t answer, and works out an effect of those that do', async () => {
    await parties.nodes[2]?.kill('SIGTERM');
    const { to } = await ask(QUESTION.replace('by1=PatientSex', 'by1=Manufacturer'));
    const { text } = await until(
      () => get(to),
      (page) => page.text.includes('id="result-0"'),
    );
    expect(text).toContain('unavailable');
    expect(text).toContain('nothing was imputed');
    const forest = 'effect=proportion&outcome1=Manufacturer%3DSIEMENS&outcome2=Manufacturer%3DGE';
    const drawn = (await get(`${to}?${forest}`)).text;
    expect(drawn).toMatch(/lakeside is left out|No site has an effect|Forest plot/);
    expect((await get(`${to}?effect=nonsense`)).text).toContain('There is no such effect.');
  });

  it('forgets the key when it is told to', async () => {
    expect(await post('/lock', {})).toMatchObject({ status: 303, to: '/unlock' });
    expect(await ask(QUESTION)).toMatchObject({ status: 303, to: '/unlock' });
  });
});

async function until<T>(look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isSo(seen)) {
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
