import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/index.ts';
import type { Reply } from '../../src/contract/index.ts';
import { createPost, unsignedLink } from '../../src/link/index.ts';
import { FAULT_POINTS } from '../../src/node/index.ts';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';

const ada = analyst();
const site = 'harbour';
const never = new AbortController().signal;
let made: Awaited<ReturnType<typeof publishedSite>>;
let copies = 0;

beforeAll(async () => {
  made = await publishedSite({ site, publicKey: ada.publicKey, blockEpsilon: '3' });
});
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

/** The site as it was published, in a folder of its own: no test spends another's budget. */
function freshCopy(): { folder: string; config: string } {
  copies += 1;
  const folder = `${made.folder}-${copies}`;
  cpSync(made.folder, folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.sock') && !path.includes('/archive'),
  });
  return { folder, config: join(folder, 'node.yaml') };
}

function ask(server: Server, signed: string): Promise<Reply> {
  return unsignedLink({ site, url: server.url, post: createPost({}) }).ask(signed, never);
}

function question(modality: string): string {
  const draft = { count: 'patients' as const, where: { Modality: modality }, epsilon: '0.5' };
  return signedQuestion({ secretKey: ada.secretKey, draft, sites: [site, 'hillside'] });
}

async function spentOnBlock(config: string): Promise<string> {
  const run = await sfumato(['budget', '--config', config, '--json']);
  const meters: { meter: string; spent: string }[] = JSON.parse(run.stdout).meters;
  return meters.find(({ meter }) => meter.startsWith('block:'))?.spent ?? 'no such meter';
}

describe('a node that is killed', () => {
  it('keeps budgets and stored answers when it dies between questions', async () => {
    const { folder, config } = freshCopy();
    const questions = [question('CT'), question('MR')];
    const first = await startServer(['node', 'start', '--config', config]);
    const before = await Promise.all(questions.map((signed) => ask(first, signed)));
    expect(await first.kill('SIGKILL')).toBe('SIGKILL');

    const second = await startServer(['node', 'start', '--config', config]);
    const after = await Promise.all(questions.map((signed) => ask(second, signed)));
    expect(after.map(({ answer }) => canonicalJson(answer))).toEqual(before.map(({ answer }) => canonicalJson(answer)));
    expect(after.map(({ replayed }) => replayed)).toEqual([true, true]);
    expect(await spentOnBlock(config)).toBe('1');
    await second.kill('SIGTERM');
    expect((await sfumato(['audit', 'verify', '--config', config])).code).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it.each(FAULT_POINTS)('resumes without a second charge when it dies at %s', async (point) => {
    const { folder, config } = freshCopy();
    const signed = question('CT');
    const dying = await startServer(['node', 'start', '--config', config], { SFUMATO_FAULT: point });
    await expect(ask(dying, signed)).rejects.toThrow('did not answer');
    expect(await dying.ended).toBe('SIGKILL');

    const again = await startServer(['node', 'start', '--config', config]);
    const reply = await ask(again, signed);
    expect(reply.answer.state).toBe('released');
    expect(reply.replayed).toBe(point === 'committed');
    expect(await spentOnBlock(config)).toBe('0.5');
    const replay = await ask(again, signed);
    expect(canonicalJson(replay.answer)).toBe(canonicalJson(reply.answer));
    expect(await spentOnBlock(config)).toBe('0.5');
    await again.kill('SIGTERM');
    expect((await sfumato(['audit', 'verify', '--config', config])).code).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('refuses once the budget is spent, and still does after a kill', async () => {
    const { folder, config } = freshCopy();
    const first = await startServer(['node', 'start', '--config', config]);
    for (const modality of ['CT', 'MR', 'US', 'CR', 'DX', 'MG']) {
      expect((await ask(first, question(modality))).answer.state).toBe('released');
    }
    expect((await ask(first, question('PT'))).answer).toMatchObject({ state: 'refused', code: 'budget-exhausted' });
    await first.kill('SIGKILL');
    const second = await startServer(['node', 'start', '--config', config]);
    expect((await ask(second, question('NM'))).answer).toMatchObject({ state: 'refused', code: 'budget-exhausted' });
    await second.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  });
});

describe('audit verify', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'passes after %s, and fails for a changed byte at 64 places of every file',
    async (signal) => {
      const { folder, config } = freshCopy();
      const server = await startServer(['node', 'start', '--config', config]);
      await ask(server, question('CT'));
      await server.kill(signal);
      const { verifyFolder } = await import('../../src/cli/audit/verify-folder.ts');
      expect((await sfumato(['audit', 'verify', '--config', config, '--json'])).code).toBe(0);
      const journal = join(folder, 'journal');
      const files = readdirSync(journal);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files.map((name) => join(journal, name))) {
        const bytes = readFileSync(file);
        for (const at of places(bytes.length)) {
          const changed = Buffer.from(bytes);
          changed.writeUInt8(bytes.readUInt8(at) ^ 0x01, at);
          writeFileSync(file, changed);
          expect((await verifyFolder(config)).verified, `byte ${at}`).toBe(false);
        }
        writeFileSync(file, bytes);
      }
      // The command itself, once, on a byte of the last record.
      const last = join(journal, files.sort().at(-1) ?? '');
      const bytes = readFileSync(last);
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 0x80, bytes.length - 1);
      writeFileSync(last, changed);
      const run = await sfumato(['audit', 'verify', '--config', config, '--json']);
      expect(run.code).toBe(1);
      expect(JSON.parse(run.stdout)).toMatchObject({ verified: false });
      // The node doesn't start on it either, and says so in one sentence.
      const start = await sfumato(['node', 'start', '--config', config]);
      expect(start.code).toBe(1);
      expect(start.stderr).not.toContain('    at ');
      rmSync(folder, { recursive: true });
    },
  );
});

/** 64 places of a file: its first and last 16 bytes, and 32 spread between. */
function places(length: number): number[] {
  const edge = Array.from({ length: 16 }, (_, at) => [at, length - 1 - at]).flat();
  const between = Array.from({ length: 32 }, (_, at) => Math.floor(((at + 1) * length) / 33));
  return [...edge, ...between];
}
