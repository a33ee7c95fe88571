import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEffects } from '../../src/cli/meta/read-effects.ts';
import { BCG } from '../statistics/bcg.table.ts';
import { sfumato } from '../support/command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-meta-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function tableFile(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}

const ROWS = BCG.map(({ effect, variance }, at) => `Trial ${at + 1},${effect},${variance}`);
const bcg = tableFile('bcg.csv', ['label,effect,variance', ...ROWS].join('\r\n'));

describe('sfumato meta', () => {
  it('gives the analysis of a table as JSON', async () => {
    const { code, stdout } = await sfumato(['meta', bcg, '--method', 'DL', '--test', 'hk', '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ method: 'DL', test: 'hk', confidence: '0.95', k: 13 });
    expect(document.estimate).toBeCloseTo(-0.714117222, 9);
    expect(document.p).toBeCloseTo(0.001920766767, 12);
    for (const key of ['se', 'statistic', 'ci', 'pi', 'tau2', 'tau2Ci', 'I2', 'H2', 'Q', 'Qp']) {
      expect(document).toHaveProperty(key);
    }
    expect(document.effects).toHaveLength(13);
    expect(document.leaveOneOut).toHaveLength(13);
  });

  it('adds the noise’s variance to that of sampling, and says how much it is', async () => {
    const half = BCG.map(({ effect, variance }, at) => `"Trial, ${at + 1}",${effect},${variance / 2},${variance / 2}`);
    const file = tableFile('noise.csv', ['\uFEFFlabel,effect,variance,noise_variance', ...half, ''].join('\n'));
    const [plain, split, text] = await Promise.all([
      sfumato(['meta', bcg, '--json']),
      sfumato(['meta', file, '--json']),
      sfumato(['meta', file]),
    ]);
    expect(JSON.parse(split.stdout).estimate).toBeCloseTo(JSON.parse(plain.stdout).estimate, 12);
    expect(JSON.parse(split.stdout).effects[0]).toMatchObject({ label: 'Trial, 1', noiseVariance: 0.162792382502 });
    expect(text.stdout).toContain('50.0 % are noise added for privacy');
    expect(text.stdout).toMatch(/Trial, 13 .*■/);
    expect(text.stdout).toMatch(/All sites .*◆/);
  });

  it('draws a forest plot that names its sites, whatever they are called', async () => {
    const svg = join(scratch, 'forest.svg');
    const sound = tableFile('sound.csv', 'label,effect,variance\n"<b>&""x",0.1,0.2\nB,0.3,0.2\n');
    expect((await sfumato(['meta', sound, '--svg', svg])).code).toBe(0);
    const picture = readFileSync(svg, 'utf8');
    expect(picture).toContain('&lt;b&gt;&amp;&quot;x');
    expect(picture).not.toContain('<b>');
    expect(picture).toMatch(/<title id="title">Forest plot of 2 sites, REML<\/title>/);
  });

  it.each([
    ['no such column', 'label,effect,varianc\nA,1,1\n', /no column “variance” \(is that varianc\?\)/],
    ['no rows', 'label,effect,variance\n', /1 to 1000 effects/],
    ['a word for a number', 'label,effect,variance\nA,1,1\nB,none,1\n', /Line 3 of the table: effect is no number/],
    ['a negative variance', 'label,effect,variance\nA,1,-1\n', /variance is below 0/],
    ['no variance at all', 'label,effect,variance\nA,1,0\n', /without variance can't be weighed/],
    ['a stray quote', 'label,effect,variance\n"A,1,1\n', /Line 2 of the table is no CSV record/],
    ['cells too many', 'label,effect,variance\nA,1,1,1\n', /Line 2 of the table has 4 cells/],
  ])('says in one sentence what is wrong with a table: %s', (_, text, sentence) => {
    expect(() => readEffects(text)).toThrow(sentence);
  });

  it('refuses what it can’t work out', async () => {
    const alone = tableFile('alone.csv', 'label,effect,variance\nA,1,1\n');
    const broken = tableFile('broken.csv', 'label,effect,variance\nA,none,1\n');
    const [hk, confidence, method, wrong] = await Promise.all([
      sfumato(['meta', alone, '--test', 'hk']),
      sfumato(['meta', bcg, '--confidence', '95']),
      sfumato(['meta', bcg, '--method', 'XY']),
      sfumato(['meta', broken]),
    ]);
    expect([hk.code, confidence.code, method.code, wrong.code]).toEqual([2, 2, 2, 2]);
    expect(wrong.stderr.trim().split('\n')).toHaveLength(1);
    expect(hk.stderr).toContain('needs at least two sites');
    expect(confidence.stderr).toContain('written like 0.95');
  });
});
