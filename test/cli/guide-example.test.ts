import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

// The examples of docs/researchers.md where `npx` itself fails; test/federation/guide.test.ts runs the whole of them.
const GUIDE = readFileSync(fileURLToPath(new URL('../../docs/researchers.md', import.meta.url)), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'sfumato-guide-example-'));
writeFileSync(join(folder, 'npx'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an example of the guide for researchers', () => {
  it.for([
    ['python3', 'python'],
    ['Rscript', 'r'],
  ] as const)('says with which code npx ended where that printed nothing: %s', ([program, language], { skip }) => {
    skip(spawnSync(program, ['--version']).status !== 0, `${program} is not there`);
    const [, block = ''] = new RegExp(`^\`\`\`${language}\\n(.*?)^here `, 'ms').exec(GUIDE) ?? [];
    const file = join(folder, `example.${language}`);
    writeFileSync(file, `${block}sfumato("facts")\n`);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const { status, stderr } = spawnSync(program, [file], { env, encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('npx ended with 7 and printed nothing');
  });
});
