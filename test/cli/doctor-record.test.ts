import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, policyFile, publishedSite, siteFolder } from '../support/site-folder.ts';

let site: Awaited<ReturnType<typeof publishedSite>>;
let other: ReturnType<typeof siteFolder>;
beforeAll(async () => {
  site = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, patients: 8 });
  other = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
});
afterAll(() => [site, other].forEach(({ folder }) => void rmSync(folder, { recursive: true, force: true })));

async function doctor() {
  const { code, stdout } = await runProgram(['doctor', '--config', site.config, '--json']);
  const checks: { name: string; state: string; sentence: string }[] = JSON.parse(stdout).checks;
  return { code, checks: Object.fromEntries(checks.map((check) => [check.name, check])) };
}

const start = () => runProgram(['node', 'start', '--config', site.config]);

/** Puts something else in a file's place, or nothing, while `work` runs. */
async function without(name: string, work: () => Promise<void>, instead?: string): Promise<void> {
  const [path, kept] = [join(site.folder, name), join(site.folder, 'kept', name)];
  mkdirSync(join(kept, '..'), { recursive: true });
  renameSync(path, kept);
  if (instead !== undefined) {
    cpSync(instead, path);
  }
  try {
    await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
    renameSync(kept, path);
  }
}

describe('the doctor holds a site against its journal', () => {
  it('and finds a sound one sound, without changing anything', async () => {
    const consent = readFileSync(join(site.folder, 'consent.sealed'));
    const { code, checks } = await doctor();
    expect(code).toBe(0);
    for (const name of ['keys', 'register', 'consents', 'snapshot']) {
      expect(checks).toMatchObject({ [name]: { state: 'ok' } });
    }
    expect(checks.keys?.sentence).toBe('All keys are there, and those on record.');
    expect(readFileSync(join(site.folder, 'consent.sealed'))).toEqual(consent);
  });

  it.each(['pseudonym', 'truncation', 'seal', 'checkpoint'])(
    'and finds the %s key of another site',
    async (purpose) => {
      const stranger = join(other.folder, 'keys', `${purpose}.key`);
      await without(
        `keys/${purpose}.key`,
        async () => {
          const { code, checks } = await doctor();
          expect(code).toBe(1);
          expect(checks.keys).toMatchObject({
            state: 'failed',
            sentence: expect.stringContaining(`The ${purpose} key is not the one`),
          });
          expect(existsSync(join(site.folder, 'keys', `${purpose}.key`))).toBe(true);
          expect(await start()).toMatchObject({
            code: 1,
            stderr: expect.stringContaining(checks.keys?.sentence ?? '?'),
          });
        },
        stranger,
      );
    },
  );

  it.each([
    ['register', 'register.sealed'],
    ['consents', 'consent.sealed'],
    ['snapshot', 'snapshots'],
  ])('and finds that the %s is missing, with which no node starts', async (name, file) => {
    await without(file, async () => {
      const { code, checks } = await doctor();
      expect(code).toBe(1);
      expect(checks[name]?.state).toBe('failed');
      const started = await start();
      expect(started.code).toBe(1);
      const sentence = /^sfumato: The (intake register|consent file|snapshot) .* is missing; restore it from a backup/;
      expect(started.stderr).toMatch(sentence);
      expect(started.stderr).toContain(checks[name]?.sentence);
      // Nor is anything else to be done that the sentence doesn't offer: another snapshot takes another slot, and the other files.
      const published = await runProgram(['publish', '--config', site.config]);
      const why = name === 'snapshot' ? expect.stringContaining('slot') : started.stderr;
      expect([published.code, published.stderr]).toEqual([expect.toBeOneOf([1, 3]), why]);
    });
    expect((await start()).code).toBe(0);
  });

  it.each([
    ['register', 'register.sealed'],
    ['consents', 'consent.sealed'],
    ['snapshot', `snapshots/FILE`],
  ])('and finds that the %s is another', async (name, file) => {
    const listed = await runProgram(['snapshot', 'list', '--config', site.config, '--json']);
    const named = file.replace('FILE', `${/[0-9a-f]{32}/.exec(listed.stdout)?.[0]}.duckdb`);
    const instead = join(site.folder, 'changed');
    const bytes = readFileSync(join(site.folder, named));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(instead, bytes);
    await without(named, async () => expect((await doctor()).checks[name]?.state).toBe('failed'), instead);
  });

  it('and says where node.yaml names another policy than the one in force', async () => {
    expect((await doctor()).checks.policy).toMatchObject({
      state: 'ok',
      sentence: 'imaging-metadata@1.1.0 is valid, and in force.',
    });
    const text = readFileSync(site.config, 'utf8');
    writeFileSync(site.config, text.replace(policyFile('1.1.0'), policyFile('1.2.0')));
    const { code, checks } = await doctor();
    const { stderr } = await runProgram(['status', '--config', site.config]);
    const after = (await doctor()).checks;
    writeFileSync(site.config, text);
    expect(code).toBe(0);
    expect(stderr).toContain('imaging-metadata@1.2.0 is in force now and no longer imaging-metadata@1.1.0');
    expect(after.policy?.sentence).toBe('imaging-metadata@1.2.0 is valid, and in force.');
    expect(checks.policy).toMatchObject({
      state: 'warning',
      sentence:
        'The next start brings imaging-metadata@1.2.0 into force, which the configuration names; until then it is imaging-metadata@1.1.0.',
    });
  });

  it('and says that the secret for an identity provider is not there, without which no start is', async () => {
    const text = readFileSync(site.config, 'utf8');
    const provider =
      'issuer: https://login.example, clientId: s, personClaim: sub, acr: [m], origin: https://a.example';
    const secret = join(site.folder, 'client.secret');
    writeFileSync(site.config, `${text}\nsignIn: { kind: oidc, ${provider}, clientSecretFile: client.secret }\n`);
    const missing = await doctor();
    writeFileSync(secret, 'a secret');
    const there = await doctor();
    rmSync(secret);
    writeFileSync(site.config, text);
    expect([missing.code, missing.checks['sign-in']]).toMatchObject([
      1,
      { state: 'failed', sentence: `The client secret ${secret} does not exist; check the path.` },
    ]);
    expect([there.code, there.checks['sign-in']]).toMatchObject([0, { state: 'ok' }]);
  });

  it('and says where a project of node.yaml is not the one on record', async () => {
    expect(Object.keys((await doctor()).checks)).not.toContain('project lung-imaging');
    const text = readFileSync(site.config, 'utf8');
    const order = text
      .replace('[Modality, BodyPartExamined', '[BodyPartExamined, Modality')
      .replace('project: "20"', 'project: "30"');
    writeFileSync(site.config, order);
    expect(Object.keys((await doctor()).checks)).not.toContain('project lung-imaging');
    writeFileSync(site.config, text.replace('[Modality, ', '[').replace('How often', 'That'));
    const { code, checks } = await doctor();
    writeFileSync(site.config, text);
    expect(code).toBe(0);
    expect(checks['project lung-imaging']).toMatchObject({
      state: 'warning',
      sentence: expect.stringMatching(
        /^lung-imaging differs from the one on record in purpose, fields; the record counts/,
      ),
    });
  });
});

const isRoot = process.geteuid?.() === 0;
const NOBODY = 65_534;

/** Runs `work` where the folder is this account's and what lies in it another's: root becomes nobody, others take their own rights away. */
async function barred(work: () => Promise<void>): Promise<void> {
  const keys = join(site.folder, 'keys');
  if (!isRoot) {
    chmodSync(keys, 0);
    await work().finally(() => chmodSync(keys, 0o700));
    return;
  }
  // The checkout may lie where nobody but root may look, so the policy is one in the site's own folder.
  const text = readFileSync(site.config, 'utf8');
  cpSync(POLICY_FILE, join(site.folder, 'policy.yaml'));
  writeFileSync(site.config, text.replace(POLICY_FILE, 'policy.yaml'));
  chownSync(site.folder, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  await work().finally(() => {
    process.seteuid?.(0);
    chownSync(site.folder, 0, 0);
    writeFileSync(site.config, text);
  });
}

describe('a folder whose keys are another account’s', () => {
  it('is a failed check of the doctor, which goes on with the others', () =>
    barred(async () => {
      const { code, checks } = await doctor();
      const closed = { state: 'failed', sentence: expect.stringContaining('can’t be read by the account') };
      expect([code, checks.keys, checks['link keys']]).toMatchObject([1, closed, closed]);
      expect(checks).toMatchObject({ policy: { state: 'ok' }, disk: {}, permissions: {}, ports: {}, encryption: {} });
      expect(checks.account?.state).toBe(isRoot ? 'failed' : 'ok');
    }));

  it('and whose configuration is, too, is said to be another’s and not missing', async () => {
    const { mode } = statSync(site.config);
    chmodSync(site.config, 0);
    if (isRoot) {
      process.seteuid?.(NOBODY);
    }
    const { code, stderr } = await runProgram(['doctor', '--config', site.config]).finally(() => {
      if (isRoot) {
        process.seteuid?.(0);
      }
      chmodSync(site.config, mode);
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/may not be read by this account \(uid \d+\)/)]);
  });

  it('is said to be unreadable, not unwritable, by what would make keys', () =>
    barred(async () => {
      for (const words of [['node', 'start'], ['status'], ['keygen']]) {
        const { code, stderr } = await runProgram([...words, '--config', site.config]);
        expect([code, stderr], words.join(' ')).toEqual([
          expect.any(Number),
          expect.stringContaining(`${join(site.folder, 'keys')} can’t be read by the account that runs this`),
        ]);
      }
    }));
});
