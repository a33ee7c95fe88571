import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASTS } from './casts.table.ts';
import { commandsIn, deadReferences, titlesIn } from './documents.ts';
import { FOLDERS } from './floors.table.ts';
import { parseAll } from './parse.ts';
import { allFiles, codeBelow, ROOT, type Source, textOf } from './repository.ts';
import { castsIn, formBreaches, spreadLiteralsIn, undocumented } from './syntax.ts';
import { isWellNamed, machinePathsIn, unfinishedIn, unrunIn } from './words.ts';

const LINES_MAX = 400;
/** Vitest loads these by their default export. */
const DEFAULT_EXPORTS = ['vitest.config.ts', 'scripts/counting-reporter.ts'];
/** The tidy suite itself holds the words that it looks for. */
const isTidy = ({ path }: Source): boolean => path.startsWith('test/tidy/');

const texts = allFiles()
  .map((path) => ({ path, text: textOf(path) }))
  .filter(({ text }) => !text.includes('\0'));
const documents = texts.filter(({ path }) => path.endsWith('.md'));
const tests = codeBelow('test/');
const code = [...codeBelow('src/'), ...tests, ...codeBelow('scripts/')];
const product = parseAll(codeBelow('src/'));

const { scripts } = JSON.parse(textOf('package.json'));
const known = { exists: (path: string) => existsSync(`${ROOT}${path}`), scripts: new Set(Object.keys(scripts)) };

describe('the code', () => {
  it('is looked at', () => {
    expect(product.length).toBeGreaterThan(20);
    expect(tests.length).toBeGreaterThan(5);
    expect(texts.length).toBeGreaterThan(code.length);
  });

  it('never has a file of more than 400 lines, tables apart', () => {
    const long = code.filter(
      ({ path, text }) => !path.endsWith('.table.ts') && text.split('\n').length > LINES_MAX + 1,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('never exports a default, nor uses enums, namespaces, parameter properties or decorators', () => {
    const judged = code.filter(({ path }) => !DEFAULT_EXPORTS.includes(path));
    expect(parseAll(judged).flatMap(formBreaches)).toEqual([]);
  });

  it('explains every export of floors 0 to 2', () => {
    const low = product.filter(({ path }) => (FOLDERS[path.split('/')[1] ?? '']?.floor ?? 9) <= 2);
    expect(low.length).toBeGreaterThan(20);
    expect(low.flatMap(undocumented)).toEqual([]);
  });

  it('casts only in the files that the table names, and every file named does', () => {
    const casting = product.filter((file) => castsIn(file).length > 0).map(({ path }) => path);
    expect(casting.sort()).toEqual(Object.keys(CASTS).sort());
  });

  it('never spreads a literal into an object', () => {
    expect(product.flatMap(spreadLiteralsIn)).toEqual([]);
  });

  it('is named in kebab-case after what it holds', () => {
    const named = allFiles().filter((path) => /^(src|test|scripts)\/.*\.(ts|tsx|mjs|md)$/.test(path));
    expect(named.length).toBeGreaterThanOrEqual(code.length);
    expect(named.filter((path) => !isWellNamed(path))).toEqual([]);
  });

  it('leaves nothing undone', () => {
    expect([...code, ...documents].filter((source) => !isTidy(source)).flatMap(unfinishedIn)).toEqual([]);
  });

  it('runs every test', () => {
    expect(tests.filter((source) => !isTidy(source)).flatMap(unrunIn)).toEqual([]);
  });

  it('never names a path of one machine', () => {
    expect(texts.filter((source) => !isTidy(source)).flatMap(machinePathsIn)).toEqual([]);
  });
});

describe('the documents', () => {
  it('are looked at, the README among them', () => {
    expect(documents.map(({ path }) => path)).toContain('README.md');
  });

  it('only refer to what is there', () => {
    expect(documents.flatMap((doc) => deadReferences(doc, known))).toEqual([]);
  });

  it('have one title each', () => {
    expect(documents.filter((doc) => titlesIn(doc) !== 1).map(({ path }) => path)).toEqual([]);
  });

  it('give a newcomer commands that .ci/run can follow', () => {
    const commands = documents.filter(({ path }) => path === 'README.md').flatMap(commandsIn);
    expect(commands.join('\n')).toContain('npm run demo');
  });

  it('promise JSON only where npm keeps its own lines to itself', () => {
    const loud = /npm run (?!--silent)[^`\n]*--json/;
    expect(documents.filter(({ text }) => loud.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
