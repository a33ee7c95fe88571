import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../tidy/repository.ts';

const Packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));
const MEANT = /^(dist|docs|policies|node-config|package\.json|[A-Z]+(\.md)?)$/;

describe('what lies in a checkout', () => {
  it('is packed where it is the program or its documents, and not where somebody keeps it there, such as a key', () => {
    const words = ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'];
    const [packed] = Packed.parse(JSON.parse(execFileSync('npm', words, { cwd: ROOT, encoding: 'utf8' })));
    const tops = new Set(packed?.files.map(({ path }) => path.split('/')[0] ?? ''));
    expect(tops).toContain('policies');
    expect([...tops].filter((top) => !MEANT.test(top))).toEqual([]);
  });

  it('is not taken for part of the program where it is a key that was made there', () => {
    expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('/*.key');
  });
});

describe('the program without its development dependencies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-installed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says where the demonstration runs, and makes nothing', () => {
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules')).filter((one) => one !== 'daikon')) {
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const { status, stderr } = spawnSync(process.execPath, ['dist/sfumato.js', 'demo'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(
      /^sfumato: The demonstration takes real DICOM files that only a checkout has; [^\n]+ there\.\n$/,
    );
    expect([status, existsSync(join(folder, '.sfumato'))]).toEqual([2, false]);
  });
});
