import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { SiteManifest } from '../../src/dicom/generate.ts';
import { type Server, startServer } from '../support/command.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';

// What nobody may find anywhere: planted where a careless asker, proxy or operator could put it.
const PLANTED = ['CANARY^JANE', 'MRN-CANARY-4711', 'canary.jane@example.org', 'CanaryStreet 12', 'canary-jane-1966'];
const NAMES = /canary/i;

const ada = analyst();
const scratch = mkdtempSync(join(tmpdir(), 'sfumato-canary-'));
let site: Awaited<ReturnType<typeof publishedSite>>;
let [node, coordinator]: [Server, Server] = [undefined as never, undefined as never];
const responses: string[] = [];

beforeAll(async () => {
  site = await publishedSite({ site: 'harbour', publicKey: ada.publicKey, patients: 20 });
  appendFileSync(site.config, 'log: json\nmetrics: { port: 0 }\n');
  node = await startServer(['node', 'start', '--config', site.config]);
  const config = join(scratch, 'coordinator.yaml');
  const rest = 'listen: { port: 0 }\nminSites: 1\nlog: json\nmetrics: { port: 0 }\n';
  writeFileSync(
    config,
    `kind: coordinator\nfolder: ${join(scratch, 'coordinator')}\n${rest}sites:\n  - { id: harbour, url: "${node.url}", unsigned: true }\n`,
  );
  coordinator = await startServer(['coordinator', 'start', '--config', config]);
  await plantEverywhere();
}, 180_000);
afterAll(async () => {
  await coordinator.kill('SIGTERM');
  await node.kill('SIGTERM');
  rmSync(site.folder, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
});

const question = (draft: object, change: object = {}) =>
  signedQuestion({
    ...{ secretKey: ada.secretKey, sites: ['harbour', 'hillside'], change },
    draft: { count: 'patients', epsilon: '0.1', ...draft },
  });

async function send(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init);
  const headers = [...response.headers].map((pair) => pair.join(': ')).join('\n');
  responses.push(`${response.status}\n${headers}\n${await response.clone().text()}`);
  return response;
}

const post = (server: Server, path: string, body: string, headers: Record<string, string> = {}) =>
  send(`${server.url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** Every planted word in headers, paths, questions and keys, of both servers. */
async function plantEverywhere(): Promise<void> {
  for (const server of [coordinator, node]) {
    const verb = server === node ? 'query.answer' : 'query.ask';
    for (const word of PLANTED) {
      await send(`${server.url}/patients/${encodeURIComponent(word)}?name=${encodeURIComponent(word)}`);
      const headers = {
        'x-request-id': word,
        'user-agent': word,
        cookie: `patient=${word}`,
        referer: word,
        from: word,
      };
      await post(server, `/trpc/${verb}`, JSON.stringify({ signed: question({}) }), headers);
      await post(server, `/trpc/${encodeURIComponent(word)}`, JSON.stringify({ signed: word }));
      await post(server, `/trpc/${verb}`, JSON.stringify({ signed: word }));
      await post(server, `/trpc/${verb}`, JSON.stringify({ [word]: word }));
      await post(server, `/trpc/${verb}`, `{"signed": "${word}`);
      await post(server, `/trpc/${verb}`, JSON.stringify({ signed: question({ where: { Modality: word } }) }));
      await post(server, `/trpc/${verb}`, JSON.stringify({ signed: question({ where: { PatientAge: word } }) }));
      await post(server, `/trpc/${verb}`, JSON.stringify({ signed: signedByOther(word) }));
    }
  }
}

/** A request that nobody signed, with a planted word as project, and as site. */
function signedByOther(word: string): string {
  return [{ project: word }, { sites: [word] }, word]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

const jsonLines = (server: Server) =>
  server.said
    .join('')
    .split('\n')
    .filter((line) => line.includes('"level"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The bytes of all files below a folder that some process wrote. */
function filesBelow(folder: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name))]);
}

async function metricsOf(server: Server): Promise<string> {
  return await (await fetch(`${server.metrics}/metrics`)).text();
}

/** Every spelling in which a word could stand. */
function spellings(word: string): readonly Buffer[] {
  const bytes = Buffer.from(word, 'utf8');
  return [
    bytes,
    Buffer.from(word, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(encodeURIComponent(word)),
  ];
}

describe('planted identifiers', () => {
  it('are in nothing that a process says: logs, metrics, answers', async () => {
    expect(responses.length).toBeGreaterThan(80);
    for (const server of [coordinator, node]) {
      expect(server.said.join('')).not.toMatch(NAMES);
      expect(await metricsOf(server)).not.toMatch(NAMES);
    }
    expect(responses.filter((text) => NAMES.test(text))).toEqual([]);
  });

  it('are in nothing that a process writes: journals, snapshots, registers', () => {
    const patients = SiteManifest.parse(JSON.parse(readFileSync(site.manifest, 'utf8'))).patients;
    const words = [...PLANTED, ...patients.map(({ patientId }) => patientId).filter((id) => id.length >= 5)];
    const written = [
      ...filesBelow(join(scratch, 'coordinator')),
      ...['journal', 'snapshots', 'keys'].flatMap((name) => filesBelow(join(site.folder, name))),
      ['register', readFileSync(join(site.folder, 'register.sealed'))] as const,
      ['consent', readFileSync(join(site.folder, 'consent.sealed'))] as const,
    ];
    expect(written.length).toBeGreaterThan(6);
    const found = written.flatMap(([file, bytes]) =>
      words.filter((word) => spellings(word).some((spelt) => bytes.includes(spelt))).map((word) => `${file}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found if a log, an answer or a file held one (control)', () => {
    const held = Buffer.from(`{"path":"/patients/${encodeURIComponent(PLANTED[0] ?? '')}"}`);
    expect(spellings(PLANTED[0] ?? '').some((spelt) => held.includes(spelt))).toBe(true);
    expect(NAMES.test(held.toString())).toBe(true);
  });
});

describe('the log', () => {
  it('follows a request by its id from the header to the coordinator, to the node and back', async () => {
    const id = randomId(systemEntropy());
    const response = await post(coordinator, '/trpc/query.ask', JSON.stringify({ signed: question({}) }), {
      'x-request-id': id,
    });
    expect(response.headers.get('x-request-id')).toBe(id);
    const of = (server: Server) => jsonLines(server).filter(({ requestId }) => requestId === id);
    await expect.poll(() => of(coordinator).length + of(node).length, { timeout: 20_000 }).toBe(2);
    expect(of(coordinator)[0]).toMatchObject({ route: '/trpc/query.ask', status: 200, process: 'coordinator' });
    expect(of(node)[0]).toMatchObject({ route: '/trpc/query.answer', status: 200, process: 'node', name: 'harbour' });
  });

  it('has lines of closed fields only, and gives an id of its own where a header holds anything else', () => {
    const fields = new Set(['level', 'time', 'process', 'name', 'message', 'requestId', 'route', 'status']);
    const lines = [...jsonLines(coordinator), ...jsonLines(node)];
    expect(lines.length).toBeGreaterThan(80);
    for (const line of lines) {
      expect(Object.keys(line).filter((key) => !fields.has(key))).toEqual([]);
      expect(String(line.requestId ?? '0'.repeat(32))).toMatch(/^[0-9a-f]{32}$/);
      expect(String(line.route ?? 'other')).toMatch(
        /^(other|\/healthz|\/readyz|\/openapi\.json|\/link|\/trpc\/[a-z]+\.[a-zA-Z]+)$/,
      );
    }
  });
});

/** All that may be told, and with which labels. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  sfumato_http_requests_total: ['route', 'status'],
  sfumato_http_request_seconds_bucket: ['le', 'route', 'status'],
  sfumato_http_request_seconds_sum: ['route', 'status'],
  sfumato_http_request_seconds_count: ['route', 'status'],
  sfumato_queries: ['decision'],
  sfumato_budget_epsilon_left: ['project'],
  sfumato_publish_age_days: [],
  sfumato_journal_records: [],
  sfumato_witnessed: [],
  sfumato_alerts_on: ['kind'],
  sfumato_questions_open: [],
  sfumato_site_outcomes: ['site', 'state'],
  sfumato_site_last_seen: ['site'],
  sfumato_site_doubled: ['site'],
};

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function samplesOf(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', inside = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const labels = Object.fromEntries(
        [...inside.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, text]) => [key, text]),
      );
      return { name, labels, value: Number(value) };
    });
}

describe('metrics', () => {
  it('are those of the list and no others, on a bind of their own', async () => {
    for (const server of [coordinator, node]) {
      const samples = samplesOf(await metricsOf(server));
      expect(samples.length).toBeGreaterThan(10);
      for (const { name, labels } of samples) {
        expect(Object.keys(ALLOWED)).toContain(name);
        expect(Object.keys(labels).sort()).toEqual(ALLOWED[name]);
      }
      expect(server.metrics).not.toBe(server.url);
      expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    }
  });

  it('are no finer than their grid: ε by the smallest question, times by classes, ages by days and minutes', async () => {
    const [ofNode, ofCoordinator] = [samplesOf(await metricsOf(node)), samplesOf(await metricsOf(coordinator))];
    const left = ofNode.filter(({ name }) => name === 'sfumato_budget_epsilon_left');
    expect(left.map(({ labels }) => labels)).toEqual([{ project: 'lung-imaging' }]);
    expect(left.every(({ value }) => value < 20 && Math.round(value * 1e9) % 1e7 === 0)).toBe(true);
    const sums = [...ofNode, ...ofCoordinator].filter(({ name }) => name === 'sfumato_http_request_seconds_sum');
    expect(sums.every(({ value }) => Number.isInteger(value * 2))).toBe(true);
    expect(ofNode.find(({ name }) => name === 'sfumato_publish_age_days')?.value).toBe(0);
    const seen = ofCoordinator.find(({ name }) => name === 'sfumato_site_last_seen');
    expect(seen?.labels).toEqual({ site: 'harbour' });
    expect((seen?.value ?? 1) % 60).toBe(0);
  });

  it('count questions by what became of them', async () => {
    const before = samplesOf(await metricsOf(node)).filter(({ name }) => name === 'sfumato_queries');
    const of = (samples: readonly Sample[], decision: string) =>
      samples.find(({ labels }) => labels.decision === decision)?.value ?? 0;
    await post(node, '/trpc/query.answer', JSON.stringify({ signed: question({ where: { Modality: 'CT' } }) }));
    await post(node, '/trpc/query.answer', JSON.stringify({ signed: question({ where: { Modality: 'CTT' } }) }));
    const after = samplesOf(await metricsOf(node)).filter(({ name }) => name === 'sfumato_queries');
    expect(of(after, 'answered') - of(before, 'answered')).toBe(1);
    expect(of(after, 'unknown-value') - of(before, 'unknown-value')).toBe(1);
  });
});
