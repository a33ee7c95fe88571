import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
