import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FederatedQuote, FederatedReply } from '../../src/contract/index.ts';
import { pasted, sfumato } from '../support/command.ts';
import { type Visitor, visitorAt } from '../support/visitor.ts';
import { type Parties, SITES, startParties } from '../support/workbench-parties.ts';

let parties: Parties;
let ada: Visitor;
let question = '';

beforeAll(async () => {
  parties = await startParties(40);
  ada = visitorAt(parties.coordinator.pages ?? '');
  const asker = new URLSearchParams({ project: 'lung-imaging', keyFile: join(parties.folder, 'ada.key') });
  question = `price=yes&kind=count+patients&by1=PatientSex&aim=epsilon&epsilon=0.5&f1=Modality&p1=has-a&o1=is&v1=CT&${asker}`;
}, 240_000);
afterAll(() => parties.close());

/** The text of an element with this id, as a browser shows it. */
function shownIn(page: string, id: string): string {
  const inside = new RegExp(`id="${id}"[^>]*>(?:<code>)?([^<]*)`).exec(page)?.[1] ?? '';
  return inside.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Runs a page's command; what a person types at the prompt comes from a file. */
function run(command: string, ...more: readonly string[]): Promise<string> {
  const file = join(parties.folder, 'passphrase.txt');
  return pasted([command.trimEnd(), '--passphrase-file', file, '--json', ...more].join(' '), parties.folder);
}

/** What the command kept, as its owner would paste it. */
function keptRequest(): string {
  const [kept = ''] = readdirSync(parties.folder).filter((name) => /^question-[0-9a-f]{8}\.jws$/.test(name));
  return readFileSync(join(parties.folder, kept), 'utf8');
}

async function until(look: () => Promise<string>, has: string): Promise<string> {
  for (;;) {
    const seen = await look();
    if (seen.includes(has)) {
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

describe('the pages of a coordinator', () => {
  it('show how each site stands, by what it says of itself, to whoever comes', async () => {
    const { status, text } = await ada.get('/federation');
    expect(status).toBe(200);
    for (const site of SITES) {
      expect(text).toMatch(
        new RegExp(`<th scope="row">${site}</th><td>[^/]*</span> answers</span></td><td>\\d{4}-\\d\\d-`),
      );
      expect(text).toContain(`sfumato/${site}+`);
    }
    expect(text).toContain('imaging-metadata@1.1.0');
    expect(text).toContain(parties.coordinator.url);
  });

  it('are told from the coordinator by who asks at their address, and so is a site', async () => {
    writeFileSync(join(parties.folder, 'all.yaml'), 'count: patients\nepsilon: "0.5"\n');
    const files = [
      '--key',
      join(parties.folder, 'ada.key'),
      '--passphrase-file',
      join(parties.folder, 'passphrase.txt'),
    ];
    for (const [url = '', sentence] of [
      [parties.coordinator.pages, 'gives a web page where a coordinator gives messages'],
      [parties.nodes[0]?.url, 'takes no messages on this path'],
    ]) {
      const asking = ['ask', 'all.yaml', '--coordinator', url, '--project', 'lung-imaging', ...files];
      const { code, stderr } = await sfumato(asking, parties.folder);
      expect([code, stderr]).toEqual([1, expect.stringContaining(`sfumato: What answers at ${url} ${sentence}`)]);
    }
  });

  it('run no script that could sign, and never ask for a key', async () => {
    for (const path of ['/', `/?${question}`, '/answers', '/federation']) {
      const { text } = await ada.get(path);
      expect([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
        expect.stringMatching(/^<script src="\/assets\/htmx\.[0-9a-f]+\.js" defer=""/),
        // It says that nothing answers, and holds nothing else.
        expect.stringMatching(/^<script type="module" src="\/assets\/unreachable\.[0-9a-f]+\.js"/),
      ]);
      expect(text).not.toContain('type="password"');
      expect(text).not.toContain('type="file"');
    }
  });

  it('say what a question comes to by the policy alone: the very ε and ± that sites quote to a signed dry run', async () => {
    const { text } = await ada.get(`/?${question}`);
    const quote = FederatedQuote.parse(JSON.parse(await run(shownIn(text, 'command'), '--dry-run')));
    for (const { quote: own } of quote.sites) {
      expect(own).toMatchObject({ state: 'quoted', epsilon: '0.5' });
      const [piece] = own?.state === 'quoted' ? own.pieces : [];
      expect(text).toContain(`<dd>± ${piece?.interval.halfWidth}</dd>`);
    }
    expect(text).toMatch(/Added up over 3 sites, the noise stays within ± \d+/);
  });

  it('say in a sentence why a question can’t be asked', async () => {
    const { text } = await ada.get(`/?${question.replace('epsilon=0.5', 'epsilon=900')}`);
    expect(text).toContain('This question can’t be priced');
    expect(text).toMatch(/role="alert"><div>[^<]*ε[^<]*<\/div>/);
  });

  it('show no command before a project is named, and none that a shell takes for more than words', async () => {
    const nameless = question.replace('project=lung-imaging', 'project=');
    expect((await ada.get(`/?${nameless}`)).text).not.toContain('id="command"');
    const { text } = await ada.get(`/?${question.replace(/keyFile=.*$/, 'keyFile=%24%28touch+x%29')}`);
    expect(shownIn(text, 'command')).toContain("--key '$(touch x)'");
  });

  it('show the answer of a command by its signed request: the same again, free, with receipts and a text for the paper', async () => {
    const command = shownIn((await ada.get(`/?${question}`)).text, 'command');
    const asked = FederatedReply.parse(JSON.parse(await run(command)));
    const { to } = await ada.send('/answers', '/answers', { signed: keptRequest() });
    expect(to).toBe(`/answers/${asked.requestId}`);
    const page = await until(async () => (await ada.get(to)).text, 'id="result-0"');
    for (const { value, interval } of asked.combined?.results[0]?.rows.flat() ?? []) {
      const [low, high] = interval ?? [];
      expect(page).toContain(`<td class="number">${value}</td><td class="number">${low} … ${high}</td>`);
    }
    expect(page.match(/stored answer, free/g)).toHaveLength(3);
    expect(page.match(/holds/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).toContain('privacy unit is the patient');
    expect((await ada.get(`${to}/bars-0.svg`)).text).toContain('<title>count of patients</title>');
    const again = FederatedReply.parse(JSON.parse((await ada.get(`${to}/answer.json`)).text));
    expect(again.combined).toEqual(asked.combined);
    const forest = 'effect=proportion&outcome1=PatientSex%3DF&outcome2=PatientSex%3DM';
    expect((await ada.get(`${to}/forest.svg?${forest}`)).text).toContain('<svg');
    expect((await ada.get('/answers')).text).toContain(to);
  });

  it('show an answer to no other browser, not even by its address', async () => {
    const { to } = await ada.send('/answers', '/answers', { signed: keptRequest() });
    const other = visitorAt(parties.coordinator.pages ?? '');
    expect((await other.get('/answers')).text).not.toContain(to);
    expect(await other.get(to)).toMatchObject({ status: 404 });
    expect(await other.get(`${to}/answer.json`)).toMatchObject({ status: 404 });
  });

  it('send nothing on that isn’t signed, and keep none of what they show on disk', async () => {
    const [head, payload, signature = ''] = keptRequest().trim().split('.');
    const forged = `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const signed of [forged, 'nonsense', '']) {
      expect(await ada.send('/answers', '/answers', { signed })).toMatchObject({ status: 422 });
    }
    const files = readdirSync(join(parties.folder, 'coordinator'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => !/^(journal|keys|nonces\.log|peers\.txt)/.test(name))).toEqual([]);
  });

  it('name a site that is gone, and hold no page up for it', async () => {
    await parties.nodes[2]?.kill('SIGTERM');
    const page = await until(async () => (await ada.get('/federation')).text, 'not reached');
    expect(page).toContain('<th scope="row">lakeside</th>');
    expect((await ada.get(`/?${question}`)).text).toContain('id="estimate"');
  });

  it('listen to no network before it is said how browsers reach them', async () => {
    const config = join(parties.folder, 'open.yaml');
    const plain = readFileSync(join(parties.folder, 'coordinator.yaml'), 'utf8').replace(
      /^folder: .*$/m,
      'folder: other',
    );
    writeFileSync(config, plain.replace('pages: { port: 0 }', 'pages: { host: 0.0.0.0, port: 0 }'));
    const run = await sfumato(['coordinator', 'start', '--config', config]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('pages.origin')]);
  });
});
