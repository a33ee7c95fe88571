import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { proofBreaches } from './proofs.ts';
import { allFiles, ROOT, textOf } from './repository.ts';

const proofs = allFiles()
  .filter((path) => path.startsWith('src/') && path.endsWith('.proof.md'))
  .map((path) => ({ path, text: textOf(path) }));

describe('the proofs', () => {
  it('are looked at, that of the discrete Laplace mechanism among them', () => {
    expect(proofs.map(({ path }) => path)).toContain('src/privacy/laplace/laplace.proof.md');
  });

  it('are about the code as it is, step by step', () => {
    expect(proofs.flatMap((proof) => proofBreaches(proof, textOf))).toEqual([]);
  });

  it('have the hashes that scripts/proof-hash.mjs prints', () => {
    const printed = execFileSync(process.execPath, [`${ROOT}scripts/proof-hash.mjs`], { encoding: 'utf8' });
    const lines = proofs.map(({ path, text }) => `${/^sha256: ['"]?([0-9a-f]{64})/m.exec(text)?.[1]}  ${path}\n`);
    expect(printed).toBe(lines.join(''));
  });
});

describe('a proof is never accepted', () => {
  const code: Readonly<Record<string, string>> = {
    'src/p/a.ts': '// Step A: draw.\n',
    'src/p/b.ts': '// Step B1: accept.\n',
  };
  const read = (path: string): string => code[path] ?? '';
  const sha256 = createHash('sha256').update(`${code['src/p/a.ts']}${code['src/p/b.ts']}`).digest('hex');
  const proof = (head: string, body: string) => ({ path: 'src/p/p.proof.md', text: `---\n${head}\n---\n${body}\n` });
  const head = `files: [a.ts, b.ts]\nsha256: ${sha256}`;

  it('unless it fits, and then it is', () => {
    expect(proofBreaches(proof(head, '# P\n\nBy Step A and Step B1.'), read)).toEqual([]);
  });

  it.each([
    ['with another order of files', `files: [b.ts, a.ts]\nsha256: ${sha256}`, 'Step A, Step B1'],
    ['for fewer files', `files: [a.ts]\nsha256: ${createHash('sha256').update('').digest('hex')}`, 'Step A'],
    ['without a hash', 'files: [a.ts, b.ts]', 'Step A, Step B1'],
    ['without front matter', 'Nothing.', 'Step A, Step B1'],
    ['that leaves out a step of the code', head, 'Step A'],
    ['with a step that no code has', head, 'Step A, Step B1, Step C'],
  ])('%s', (_what, front, body) => {
    expect(proofBreaches(proof(front, body), read)).toHaveLength(1);
  });

  it('without steps', () => {
    expect(proofBreaches(proof(head, 'It is obvious.'), read)).toContain('src/p/p.proof.md: names no step');
  });
});
