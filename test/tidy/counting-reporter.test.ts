import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './repository.ts';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const REPORTER = join(ROOT, 'scripts/counting-reporter.ts');

interface Run {
  readonly code: number;
  readonly output: string;
}

describe('the counting reporter', () => {
  let folder = '';

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sfumato-count-')));
    writeFileSync(
      join(folder, 'vitest.config.mjs'),
      'export default { test: { globals: true, include: ["*.test.js"] } };',
    );
    const write = (name: string, text: string): void => writeFileSync(join(folder, `${name}.test.js`), text);
    write('passing', 'it("a", () => {}); describe("b", () => { it("c", () => {}); });');
    write('failing', 'it("a", () => { throw new Error("no"); });');
    write('broken', 'import "./none.js"; it("a", () => {});');
    write('empty', 'export const a = 1;');
    write('hooks', 'describe("a", () => { beforeAll(() => { throw new Error("no"); }); it("b", () => {}); });');
    write('after', 'it("a", () => {}); afterAll(() => { throw new Error("no"); });');
    write(
      'uncaught',
      'it("a", () => { setTimeout(() => { throw new Error("no"); }); return new Promise((r) => setTimeout(r, 50)); });',
    );
    write('skipped', 'it.skip("a", () => {}); it.todo("b"); it("c", () => {});');
    write('killed', 'it("a", () => { process.kill(process.pid, "SIGKILL"); return new Promise(() => {}); });');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function run(...names: readonly string[]): Promise<Run> {
    const filters = names.map((name) => `${name}.test.js`);
    const flags = ['run', '--root', folder, '--reporter=default', `--reporter=${REPORTER}`];
    // Not what the outer Vitest tells its own workers.
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', CI: 'true' };
    return new Promise((resolve) => {
      execFile(process.execPath, [VITEST, ...flags, ...filters], { cwd: folder, env }, (error, stdout) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout });
      });
    });
  }

  const lastLine = ({ output }: Run): string | undefined => output.trimEnd().split('\n').at(-1);

  it('ends with the line, after the default reporter', async () => {
    const done = await run('passing');
    expect(lastLine(done)).toBe('2 passed, 0 failed');
    expect(done.output).toContain('Tests  2 passed (2)');
    expect(done.code).toBe(0);
  });

  it.each([
    ['a failing test', 'failing', '2 passed, 1 failed'],
    ['a file that can’t be collected', 'broken', '2 passed, 1 failed'],
    ['a file without tests', 'empty', '2 passed, 1 failed'],
    ['a hook that fails before its tests', 'hooks', '2 passed, 1 failed, 1 skipped'],
    ['a hook that fails after its tests', 'after', '3 passed, 1 failed'],
    ['an error that no test caught', 'uncaught', '3 passed, 1 failed'],
    ['tests that were skipped', 'skipped', '3 passed, 0 failed, 2 skipped'],
  ])('counts %s', async (_what, name, line) => {
    const done = await run('passing', name);
    expect(lastLine(done)).toBe(line);
    expect(done.code === 0).toBe(line.includes(' 0 failed'));
  });

  it('never says that nothing failed when a worker died', async () => {
    const done = await run('passing', 'killed');
    expect(lastLine(done)).toMatch(/^2 passed, [12] failed$/);
    expect(done.code).not.toBe(0);
  });

  it('never says that nothing failed when nothing ran', async () => {
    const done = await run('none');
    expect(lastLine(done)).toBe('0 passed, 1 failed');
    expect(done.code).not.toBe(0);
  });
});
