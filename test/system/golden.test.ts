import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalJson, hashText, toBase64Url, utf8ToBytes } from '../../src/base/index.ts';
import { readAction, SignedAction } from '../../src/contract/index.ts';
import { SEATS } from '../../src/governance/roles.table.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { createPost, unsignedLink } from '../../src/link/index.ts';
import { openSnapshot } from '../../src/query/index.ts';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { POLICY_FILE } from '../support/site-folder.ts';

// Every folder of test/golden is a site as some version wrote it, made by `npm run golden -- NAME`. Before the first release
// a folder may be made anew where a format still changes; from then on each stays as it is.
const GOLDEN = join(import.meta.dirname, '../golden');

const Expected = z.strictObject({
  asked: z.array(z.strictObject({ signed: z.string(), answer: z.string() })).min(4),
  budget: z.looseObject({ meters: z.array(z.looseObject({ meter: z.string(), spent: z.string() })).min(3) }),
});

const Decided = z.strictObject({ signed: SignedAction });

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) {
    rmSync(root, { recursive: true, force: true });
  }
});

/** A copy of a golden folder that a node can be started on. */
function copyOf(name: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-golden-'));
  roots.push(folder);
  cpSync(join(GOLDEN, name), folder, { recursive: true });
  const config = join(folder, 'node.yaml');
  writeFileSync(
    config,
    readFileSync(config, 'utf8').replace('POLICY', POLICY_FILE).replace('port: 0 }', 'port: 0, unsigned: true }'),
  );
  for (const part of ['journal', 'snapshots'].map((one) => join(folder, one))) {
    for (const file of readdirSync(part).filter((one) => one.endsWith('.gz'))) {
      writeFileSync(join(part, file.replace('.gz', '')), gunzipSync(readFileSync(join(part, file))));
      rmSync(join(part, file));
    }
  }
  chmodSync(join(folder, 'keys'), 0o700);
  readdirSync(join(folder, 'keys')).forEach((key) => void chmodSync(join(folder, 'keys', key), 0o600));
  const expected = Expected.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
  rmSync(join(folder, 'expected.json'));
  return { folder, config, expected };
}

function kindsOf(folder: string): ReadonlySet<string> {
  return new Set([...readJournal(nodeDisk(join(folder, 'journal')))].map(({ kind }) => kind));
}

async function send(server: Server, signed: string) {
  return await unsignedLink({ site: 'golden', url: server.url, post: createPost({}) }).ask(
    signed,
    new AbortController().signal,
  );
}

describe.each(readdirSync(GOLDEN))('the golden folder %s', (name) => {
  let copy: ReturnType<typeof copyOf>;
  let server: Server | undefined;
  beforeAll(() => {
    copy = copyOf(name);
  });
  afterAll(async () => {
    await server?.kill('SIGKILL');
  });

  it('verifies, and has the balances that it had', async () => {
    expect((await sfumato(['audit', 'verify', '--config', copy.config])).code).toBe(0);
    // From here on it may be as old as it likes.
    await (await startServer(['node', 'start', '--config', copy.config, '--clock-is-right'])).kill('SIGTERM');
    const spentNow = z.looseObject({ meters: Expected.shape.budget.shape.meters });
    const run = await sfumato(['budget', '--config', copy.config, '--json']);
    const spent = spentNow.parse(JSON.parse(run.stdout)).meters.map((meter) => [meter.meter, meter.spent]);
    expect(spent).toEqual(copy.expected.budget.meters.map((meter) => [meter.meter, meter.spent]));
  });

  it('serves its snapshot, and the answers that it gave, byte for byte and free', async () => {
    server = await startServer(['node', 'start', '--config', copy.config]);
    const released = copy.expected.asked.filter(({ answer }) => JSON.parse(answer).state === 'released');
    expect(released.length).toBeGreaterThan(2);
    for (const { signed, answer } of released) {
      const reply = await send(server, signed);
      expect([canonicalJson(reply.answer), reply.replayed]).toEqual([answer, true]);
    }
    await server.kill('SIGTERM');
    server = undefined;
    const kinds = kindsOf(copy.folder);
    for (const kind of ['epoch', 'site', 'grant', 'snapshot', 'reserve', 'resume', 'commit', 'replay', 'refuse']) {
      expect(kinds).toContain(kind);
    }
  });
});

describe('the golden folder 2', () => {
  it('has decisions of every kind, each with the signatures that it took, and what one officer tightened alone', () => {
    const { folder } = copyOf('2');
    const records = [...readJournal(nodeDisk(join(folder, 'journal')))];
    const decided = records.flatMap(({ kind, body }) => {
      const { data } = Decided.safeParse(['action', 'decline'].includes(kind) && body);
      const read = data && readAction(data.signed);
      return read === undefined ? [] : [[read.action.kind, read.signers.length] as const];
    });
    // A recovery stands under what a witness saw of a log: test:witness has it.
    expect([...new Set([...decided.map(([kind]) => kind), 'recovery'])].sort()).toEqual(Object.keys(SEATS).sort());
    expect(decided.filter(([kind, signers]) => kind === 'policy' && signers === 1).length).toBeGreaterThan(4);
  });
});

describe('what a later version wrote is refused in one sentence that says so:', () => {
  const [newest = ''] = readdirSync(GOLDEN).sort().reverse();

  it('a segment of the journal', async () => {
    const { folder, config } = copyOf(newest);
    const file = join(folder, 'journal', '00000001.log');
    const bytes = readFileSync(file);
    bytes.write('2', 'sfumato-journal '.length);
    writeFileSync(file, bytes);
    for (const words of [['node', 'start'], ['budget'], ['audit', 'verify']]) {
      const run = await sfumato([...words, '--config', config]);
      expect(run.code).toBe(1);
      const said = run.stderr + run.stdout;
      expect(said).toContain('journal format 2, and this version reads formats up to 1');
      expect(said.trim().split('\n')).toHaveLength(1);
    }
  });

  it('a snapshot', async () => {
    const { folder, config } = copyOf(newest);
    const [file = ''] = readdirSync(join(folder, 'snapshots'));

    const path = join(folder, 'snapshots', file);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run('ALTER TABLE about DROP COLUMN patients_log2');
    await connection.run('UPDATE about SET format = 2');
    connection.closeSync();
    instance.closeSync();
    const opening = openSnapshot({
      file: path,
      deidentificationHash: 'a'.repeat(64),
      patientsLog2: 12,
    });
    await expect(opening).rejects.toMatchObject({
      code: 'format-newer',
      message: expect.stringMatching(/is of format 2, and this version reads formats up to 1; use the version/),
    });
    // Beside that, a changed snapshot isn't the one on record.
    const run = await sfumato(['node', 'start', '--config', config, '--clock-is-right']);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('snapshot') });
  });

  it('a request', async () => {
    const { config, expected } = copyOf(newest);
    const [header = '', payload = '', signature = ''] = expected.asked[0]?.signed.split('.') ?? [];
    const later = {
      ...JSON.parse(Buffer.from(payload, 'base64url').toString()),
      version: 2,
      novelty: hashText('a', 'b'),
    };
    const server = await startServer(['node', 'start', '--config', config, '--clock-is-right']);
    const reply = await send(server, [header, toBase64Url(utf8ToBytes(canonicalJson(later))), signature].join('.'));
    await server.kill('SIGTERM');
    expect(reply.answer).toMatchObject({
      code: 'malformed',
      detail: 'The request is of protocol 2, and this site reads protocols up to 1.',
    });
  });
});
