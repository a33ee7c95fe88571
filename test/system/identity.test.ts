import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sfumato } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const ada = analyst();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('a site', () => {
  it('stays who it was: another domain, another year or another key is refused, and nothing is granted', async () => {
    const made = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
    folders.push(made.folder);
    const budget = () => sfumato(['budget', '--config', made.config, '--json']);
    const first = await budget();
    expect(first.code).toBe(0);
    const yaml = readFileSync(made.config, 'utf8');
    const year = new Date().getUTCFullYear();
    for (const [from, to] of [
      ['domain: harbour-imaging', 'domain: harbour-two'],
      [`domainSince: ${year}`, `domainSince: ${year - 1}`],
      ['site: harbour', 'site: haven'],
    ] as const) {
      writeFileSync(made.config, yaml.replace(from, to));
      const run = await budget();
      expect(run.code).toBe(2);
      expect(run.stderr).toContain('must say the same for ever');
    }
    writeFileSync(made.config, yaml);
    for (const purpose of ['pseudonym', 'truncation', 'seal']) {
      const file = join(made.folder, 'keys', `${purpose}.key`);
      const kept = readFileSync(file, 'utf8');
      rmSync(file);
      const again = await sfumato(['keygen', '--config', made.config]);
      expect(again.code).toBe(1);
      expect(again.stderr).toContain('must be restored from the backup');
      writeFileSync(file, kept.replace(/.{43}\n$/, `${analyst().publicKey}\n`));
      const run = await budget();
      expect(run.code).toBe(1);
      expect(run.stderr).toContain(`The ${purpose} key is not the one`);
      writeFileSync(file, kept);
    }
    expect(JSON.parse((await budget()).stdout)).toEqual(JSON.parse(first.stdout));
  });

  it('never grants an intake year more than the policy’s ceiling', async () => {
    const made = siteFolder({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '10.000000001' });
    folders.push(made.folder);
    const run = await sfumato(['budget', '--config', made.config]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('at most ε 10');
  });

  it('has one owner, even when many start at once over a dead socket', async () => {
    const made = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
    folders.push(made.folder);
    expect((await sfumato(['budget', '--config', made.config])).code).toBe(0);
    writeFileSync(join(made.folder, 'owner.sock'), '');
    const { startServer } = await import('../support/command.ts');
    const starts = await Promise.allSettled(
      Array.from({ length: 4 }, () => startServer(['node', 'start', '--config', made.config])),
    );
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(started).toHaveLength(1);
    await Promise.all(started.map((server) => server.kill('SIGTERM')));
    expect((await sfumato(['audit', 'verify', '--config', made.config])).code).toBe(0);
  });

  it('never publishes on a register that knows more than the journal, nor without a journal', async () => {
    const made = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
    folders.push(made.folder);
    const { generateSite } = await import('../../src/dicom/generate.ts');
    const manifest = join(made.folder, 'manifest.json');
    await generateSite({ folder: made.archive, manifest, seed: 3, site: 'harbour', patients: 10 });
    const [journal, earlier] = [join(made.folder, 'journal'), join(made.folder, 'earlier')];
    expect((await sfumato(['ingest', made.archive, '--config', made.config])).code).toBe(0);
    cpSync(journal, earlier, { recursive: true });
    expect((await sfumato(['publish', '--config', made.config])).code).toBe(0);
    rmSync(journal, { recursive: true });
    const without = await sfumato(['publish', '--config', made.config]);
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('is missing, though')]);
    renameSync(earlier, journal);
    const behind = await sfumato(['publish', '--config', made.config]);
    expect([behind.code, behind.stderr]).toEqual([1, expect.stringContaining('knows of a publish that the journal')]);
    const looked = await sfumato(['doctor', '--config', made.config]);
    expect([looked.code, looked.stdout]).toEqual([1, expect.stringMatching(/failed +register: .*knows of a publish/)]);
    // As where the very first publish was cut short: the sentence says what to do, and it helps.
    rmSync(join(made.folder, 'register.sealed'));
    expect((await sfumato(['publish', '--config', made.config])).code).toBe(0);
  });

  it('lets nobody who withdrew into a snapshot, however the list is written', async () => {
    const made = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
    folders.push(made.folder);
    const { generateSite } = await import('../../src/dicom/generate.ts');
    const manifest = join(made.folder, 'manifest.json');
    const { patients } = await generateSite({ folder: made.archive, manifest, seed: 3, site: 'harbour', patients: 12 });
    const lines = patients.map(({ patientId, issuer }) => (issuer === '' ? patientId : `${patientId}\t${issuer}`));
    const list = join(made.folder, 'withdrawn.txt');
    writeFileSync(list, `\uFEFF${lines.join('\r\n')}\r\n`);
    expect((await sfumato(['ingest', made.archive, '--config', made.config])).code).toBe(0);
    expect((await sfumato(['publish', '--config', made.config, '--opt-outs', list])).code).toBe(0);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const { readdirSync } = await import('node:fs');
    const [snapshot = ''] = readdirSync(join(made.folder, 'snapshots'));
    const instance = await DuckDBInstance.create(join(made.folder, 'snapshots', snapshot), {
      access_mode: 'READ_ONLY',
    });
    const connection = await instance.connect();
    const left = await connection.runAndReadAll('SELECT count(*) FROM series WHERE live = 1');
    expect(left.getRows()).toEqual([[0n]]);
    connection.closeSync();
    instance.closeSync();
  });
});
