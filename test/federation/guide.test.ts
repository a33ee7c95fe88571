import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FederatedQuote, FederatedReply } from '../../src/contract/index.ts';
import { MAIN, type Server, sfumato, startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { publishedSite } from '../support/site-folder.ts';

// docs/federation.md as written: its commands in their order, its configurations byte for byte but for the port.
const GUIDE = readFileSync(fileURLToPath(new URL('../../docs/federation.md', import.meta.url)), 'utf8');
const SITES = ['harbour', 'hillside', 'lakeside'];
const root = mkdtempSync(join(tmpdir(), 'sfumato-guide-'));
const servers: Server[] = [];
let port = 0;

/** The commands of a section, as words. */
function commandsOf(section: string): readonly string[][] {
  const text = GUIDE.split(/^## /m).find((part) => part.startsWith(section)) ?? '';
  const found = [...text.matchAll(/^ {4}npx --no sfumato (.*)$/gm)].map(([, words = '']) => ported(words).split(' '));
  expect(found.length).toBeGreaterThan(0);
  return found;
}

const [coordinatorYaml, relayYaml] = [...GUIDE.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
const ported = (text: string): string => text.replaceAll('7100', String(port));

async function run(words: readonly string[]): Promise<ReturnType<typeof JSON.parse>> {
  const done = await sfumato([...words, '--json'], root);
  expect(done, words.join(' ')).toMatchObject({ code: 0 });
  return JSON.parse(done.stdout);
}

beforeAll(async () => {
  port = await freePort();
  cpSync(fileURLToPath(new URL('../../docs', import.meta.url)), join(root, 'docs'), { recursive: true });
  const { publicKey } = await run(['keygen', '--no-passphrase', '--analyst', 'ada.key']);
  for (const [at, site] of SITES.entries()) {
    // The last has room for what the guides ask, and for no more.
    const blockEpsilon = site === 'lakeside' ? '1.5' : '10';
    const made = await publishedSite({ site, publicKey, patients: 30, seed: at + 1, minSites: 2, blockEpsilon });
    const plain = readFileSync(made.config, 'utf8').replace(', unsigned: true', '');
    writeFileSync(made.config, `${plain}${ported(relayYaml ?? '')}`);
    cpSync(made.folder, join(root, site), { recursive: true, filter: (path) => !path.endsWith('.sock') });
    rmSync(made.folder, { recursive: true, force: true });
  }
  mkdirSync(join(root, 'coordinator'));
  writeFileSync(join(root, 'coordinator', 'coordinator.yaml'), ported(coordinatorYaml ?? ''));
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGKILL')));
  rmSync(root, { recursive: true, force: true });
});

describe('the guide to a federation', () => {
  it('makes the keys of the coordinator', async () => {
    for (const words of commandsOf('1. The coordinator')) {
      expect(await run(words)).toMatchObject({ made: ['link', 'opening'] });
    }
  });

  it('enrols every site at the coordinator and the coordinator at every site', async () => {
    const shown = new Map<string, { text: string; fingerprint: string }>();
    for (const words of commandsOf('3. Enrolment')) {
      const at = words.at(-1) ?? '';
      if (words[1] === 'show') {
        shown.set(at, await run(words));
        continue;
      }
      const other = at.startsWith('coordinator/') ? [...shown.keys()].at(-1) : 'coordinator/coordinator.yaml';
      const { text = '', fingerprint = '' } = shown.get(other ?? '') ?? {};
      await run(words.map((word) => (word === 'TEXT' ? text : word === 'FINGERPRINT' ? fingerprint : word)));
    }
    const { trusted } = await run(['link', 'show', '--config', 'coordinator/coordinator.yaml']);
    expect(trusted).toMatchObject(SITES.map((site) => ({ party: `site/${site}` })));
  });

  it('starts coordinator and sites, and gets an answer of all three over links that they opened themselves', async () => {
    for (const words of commandsOf('4. Start')) {
      servers.push(await startServer(words.map((word) => (word.endsWith('.yaml') ? join(root, word) : word))));
    }
    const [drying = [], asking = []] = commandsOf('5. Ask');
    const quote = FederatedQuote.parse(await run(drying));
    expect(quote.sites.map(({ site, state }) => [site, state])).toEqual(SITES.map((site) => [site, 'answered']));
    const reply = FederatedReply.parse(await run(asking));
    expect(reply.sites.map(({ site, state }) => [site, state])).toEqual(SITES.map((site) => [site, 'answered']));
    expect(reply.combined?.sites).toEqual(SITES);
  });

  it('names a site that is down, and gives the same answer when it is asked again', async () => {
    const [, asking = []] = commandsOf('5. Ask');
    await servers.at(-1)?.kill('SIGKILL');
    const fewer = FederatedReply.parse(await run(asking));
    expect(fewer.sites.at(-1)).toMatchObject({ site: 'lakeside', state: 'unavailable' });
    expect(fewer.combined?.sites).toEqual(['harbour', 'hillside']);
    servers.push(await startServer(['node', 'start', '--config', join(root, 'lakeside/node.yaml')]));
    const again = FederatedReply.parse(await run(asking));
    expect(again.sites.map(({ reply }) => reply?.replayed)).toEqual([true, true, true]);
    for (const site of SITES) {
      const { meters } = await run(['budget', '--config', `${site}/node.yaml`]);
      expect(meters.find(({ meter }: { meter: string }) => meter === 'analyst:ada')).toMatchObject({ spent: '0.5' });
    }
  });
});

// docs/researchers.md: its examples in Python and R, byte for byte but for the port, in the same folder and with the same key.
const RESEARCHERS = readFileSync(fileURLToPath(new URL('../../docs/researchers.md', import.meta.url)), 'utf8');
const hasR = spawnSync('Rscript', ['-e', 'library(jsonlite)']).status === 0;

/** The one block of a language in the guide for researchers. */
function blockOf(language: string): string {
  const blocks = [...RESEARCHERS.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  expect(blocks).toHaveLength(1);
  return ported(blocks[0]?.[1] ?? '');
}

/** The example up to where it asks. */
function pricingIn(language: string): string {
  return blockOf(language).split(/^answer /m)[0] ?? '';
}

/** Runs a program in the folder, where `npx` finds the checkout's own. */
async function script(program: string, file: string, text: string): Promise<string> {
  const own = join(root, 'own');
  mkdirSync(own, { recursive: true });
  // `npx --no sfumato …` finds the checkout's own program; this folder isn't one.
  writeFileSync(join(own, 'npx'), `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${MAIN}' "$@"\n`, { mode: 0o755 });
  writeFileSync(join(root, file), text);
  const env = { ...process.env, PATH: `${own}:${process.env.PATH}` };
  const done = await promisify(execFile)(program, [file], { cwd: root, env });
  return done.stdout;
}

/** What an example's dry run says of each site. */
function pricesIn(said: string): readonly (readonly string[])[] {
  return [...said.matchAll(/^(\w+) (would answer|is out of budget) at a cost of ([\d.]+) ?$/gm)].map((one) =>
    one.slice(1),
  );
}

const question = (text: string): void => writeFileSync(join(root, 'sex.yaml'), text);

describe('the guide for researchers', () => {
  it('asks from Python, and reads what came into rows', async () => {
    question(blockOf('yaml'));
    const said = await script('python3', 'example.py', blockOf('python'));
    expect(said).toContain("('harbour', 'answered'), ('hillside', 'answered'), ('lakeside', 'answered')");
    expect(said).toMatch(/\{'PatientSex': 'F', 'name': 'patients', 'value': -?\d+, 'low': -?\d+, 'high': -?\d+\}/);
    expect(said).toMatch(/^3 -?\d[\d.e-]* \[/m);
    expect(pricesIn(said)).toEqual(SITES.map((site) => [site, 'would answer', '1']));
  });

  it('asks from R, free as the same request, and has the same numbers', async ({ skip }) => {
    skip(!hasR, 'R with the package jsonlite (Debian: r-cran-jsonlite) is not there');
    const python = JSON.parse(readFileSync(join(root, 'sex.json'), 'utf8'));
    const said = await script('Rscript', 'example.R', blockOf('r'));
    expect(pricesIn(said)).toEqual(SITES.map((site) => [site, 'would answer', '0']));
    const [first] = python.combined.results[0].rows;
    expect(said).toMatch(/PatientSex +name +value +low +high/);
    expect(said).toMatch(new RegExp(`F +patients +${first[0].value} +${first[0].interval.join(' +')}`));
    const own = JSON.parse(readFileSync(join(root, 'sex-r.json'), 'utf8'));
    expect(own.combined).toEqual(python.combined);
    expect(own.sites.map(({ reply }: { reply: { replayed: boolean } }) => reply.replayed)).toEqual([true, true, true]);
  });

  it.for([
    ['python3', 'price.py', 'python'],
    ['Rscript', 'price.R', 'r'],
  ])(
    'tells from a dry run which site is out of budget, and why one would not answer: %s',
    async ([program = '', file = '', language = ''], { skip }) => {
      skip(language === 'r' && !hasR, 'R with the package jsonlite (Debian: r-cran-jsonlite) is not there');
      question('count: patients\nby: [Modality]\nepsilon: "1"\n');
      const dear = await script(program, file, pricingIn(language));
      expect(pricesIn(dear)).toEqual(
        SITES.map((site) => [site, site === 'lakeside' ? 'is out of budget' : 'would answer', '1']),
      );
      expect(dear).toContain('lakeside would not answer, so the question would not be asked.');
      question('count: patients\nby: [Modalty]\nepsilon: "1"\n');
      const mistyped = await script(program, file, pricingIn(language));
      expect(mistyped).toContain('harbour would not answer: Unknown field Modalty; did you mean Modality?');
      expect(mistyped).toContain('Mend the question');
      // What the program itself can't read comes to nothing: the examples give its own words.
      question('count: patient\nepsilon: "1"\n');
      const words =
        'count is "patient", but must be one of patients, studies, series, instances; did you mean patients?';
      const failed = await script(program, file, pricingIn(language)).catch(({ stderr }) => stderr);
      expect(failed).toMatch(/(RuntimeError|Error): sex\.yaml:1: /);
      expect(failed.split(/Error: /)[1]).toContain(words);
      question(blockOf('yaml'));
    },
  );
});
