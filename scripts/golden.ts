// Makes a golden folder: a small site with journal, snapshot, register and keys, what its people decided and what it answered, as this
// version writes them. Later versions must open every folder of test/golden. Run by `npm run golden -- NAME`.
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { canonicalJson } from '../src/base/index.ts';
import type { AnswerWire, Draft } from '../src/contract/index.ts';
import { createPost, unsignedLink } from '../src/link/index.ts';
import { sfumato, startServer } from '../test/support/command.ts';
import { analyst, signedQuestion } from '../test/support/signing.ts';
import { POLICY_FILE, publishedSite } from '../test/support/site-folder.ts';
import { decideAll, IN_FORCE, PEOPLE_YAML } from './golden-decisions.ts';

const SITE = 'golden';
const QUESTIONS: readonly Draft[] = [
  { count: 'patients', where: { Modality: 'CT' }, epsilon: '0.5' },
  { count: 'patients', by: ['PatientSex'], epsilon: '0.25' },
  // The same as the first, so it is served from the stored answer; then one that the budget does not cover.
  { count: 'patients', where: { Modality: 'CT' }, epsilon: '0.5' },
  { count: 'patients', where: { Modality: 'MR' }, epsilon: '1' },
];

const [name = ''] = process.argv.slice(2);
if (!/^[a-z0-9.-]+$/.test(name)) {
  throw new Error('Name the folder to make: npm run golden -- NAME');
}
const target = join(import.meta.dirname, '../test/golden', name);
mkdirSync(target, { recursive: true });
const ada = analyst();
const made = await publishedSite({ site: SITE, publicKey: ada.publicKey, blockEpsilon: '1', patients: 12 });
appendFileSync(made.config, PEOPLE_YAML);
try {
  await decideAll(made);
  const asked = await askAll();
  const budget = await sfumato(['budget', '--config', made.config, '--json']);
  for (const part of ['keys', 'register.sealed', 'consent.sealed']) {
    cpSync(join(made.folder, part), join(target, part), { recursive: true });
  }
  const yaml = readFileSync(made.config, 'utf8');
  writeFileSync(join(target, 'node.yaml'), yaml.replace(POLICY_FILE, 'POLICY'));
  for (const part of ['journal', 'snapshots']) {
    mkdirSync(join(target, part));
    for (const file of readdirSync(join(made.folder, part))) {
      const bytes = readFileSync(join(made.folder, part, file));
      writeFileSync(join(target, part, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    }
  }
  const document = { asked, budget: JSON.parse(budget.stdout) };
  writeFileSync(join(target, 'expected.json'), `${JSON.stringify(document, null, 1)}\n`);
} finally {
  rmSync(made.folder, { recursive: true, force: true });
}

/** Asks one question after the other; gives each with the canonical text of its answer. The first is resumed after a kill. */
async function askAll(): Promise<readonly { signed: string; answer: string }[]> {
  const cutShort = question({ count: 'studies', epsilon: '0.125' });
  const dying = await startServer(['node', 'start', '--config', made.config], { SFUMATO_FAULT: 'reserved' });
  await ask(dying, cutShort).catch(() => dying.ended);
  const server = await startServer(['node', 'start', '--config', made.config]);
  const asked = [];
  for (const signed of [cutShort, ...QUESTIONS.map(question)]) {
    asked.push({ signed, answer: canonicalJson(await ask(server, signed)) });
  }
  await server.kill('SIGTERM');
  return asked;
}

function question(draft: Draft): string {
  return signedQuestion({ secretKey: ada.secretKey, draft, sites: [SITE, 'hillside'], change: { policy: IN_FORCE } });
}

async function ask({ url }: { readonly url: string }, signed: string): Promise<AnswerWire> {
  const { answer } = await unsignedLink({ site: SITE, url, post: createPost({}) }).ask(
    signed,
    new AbortController().signal,
  );
  return answer;
}
