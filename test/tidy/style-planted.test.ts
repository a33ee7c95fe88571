import { describe, expect, it } from 'vitest';
import { commandsIn, deadReferences, titlesIn } from './documents.ts';
import { parseAll } from './parse.ts';
import { castsIn, formBreaches, spreadLiteralsIn, undocumented } from './syntax.ts';
import { isWellNamed, machinePathsIn, unfinishedIn, unrunIn } from './words.ts';

// The rules of style.test.ts, shown to find what is planted and to leave the rest alone.

// Put together here, so that this file holds no path of a machine itself.
const [HOME, ROOTS, USERS, WORK] = ['home', 'root', 'Users', 'work'].map((name) => `/${name}`);

type Rule = (file: ReturnType<typeof parseAll>[number]) => readonly string[];

function planted(rule: Rule, text: string): readonly string[] {
  return parseAll([{ path: 'src/base/planted.ts', text }]).flatMap(rule);
}

describe('a planted breach is never missed:', () => {
  it.each([
    'export default 1;',
    'export default function a() {}',
    'const a = 1; export { a as default };',
    'export { default } from "./a.ts";',
    'enum A { B }',
    'const enum A { B }',
    'namespace A {}',
    'class A { constructor(private readonly b: number) {} }',
    '@a class A {}',
  ])('the form %s', (text) => {
    expect(planted(formBreaches, text)).toHaveLength(1);
  });

  it.each([
    'export const a = 1;',
    'export function a() {}',
    'export interface A {}',
    'export type A = 1;',
    'export class A {}',
    'const a = 1; export { a };',
    'const a = 1; export { a as b };',
    'export const { a } = b;',
    'export const [a] = b;',
    '// Not a doc comment.\nexport const a = 1;',
    '/** */ export const a = 1;',
    '/** @internal */ export const a = 1;',
  ])('an export that nothing explains, %j', (text) => {
    expect(planted(undocumented, text)).toHaveLength(1);
  });

  it('casts', () => {
    expect(planted(castsIn, 'const a = b as C;\nconst d = <E>f;\nconst g = h as unknown as I;')).toHaveLength(4);
  });

  it('spread literals', () => {
    expect(planted(spreadLiteralsIn, 'const a = { ...{ b, c }, d };\nconst e = { d, ...{} };')).toHaveLength(2);
  });

  it.each(['src/aB.ts', 'src/A.ts', 'src/a_b.ts', 'src/utils.ts', 'src/test-helpers/a.ts', 'src/a.util.ts'])(
    'the name %s',
    (path) => {
      expect(isWellNamed(path)).toBe(false);
    },
  );

  it.each(['// TODO: b', '/* fixme */', 'throw Error("not implemented");', '"a placeholder for now"'])(
    'unfinished work, %s',
    (text) => {
      expect(unfinishedIn({ path: 'a.ts', text })).toHaveLength(1);
    },
  );

  it.each(['it.skip("a")', 'describe.only("a")', 'it.each([1]).only("a")', 'test.concurrent.skip("a")', 'xit("a")'])(
    'a test that does not run, %s',
    (text) => {
      expect(unrunIn({ path: 'a.ts', text })).toHaveLength(1);
    },
  );

  it.each([`${HOME}/ann/x`, `"${ROOTS}/y"`, `(${HOME}/z)`, `file://${USERS}/ann`])(
    'a path of one machine, %s',
    (text) => {
      expect(machinePathsIn({ path: 'a.md', text })).toHaveLength(1);
    },
  );

  it.each([
    '`src/none.ts`',
    '`NONE.md`',
    '`docs/none/`',
    '[a](none.md#b)',
    '`npm run none`',
    '```sh\nnpm run none\n```',
  ])('a dead reference, %j', (text) => {
    expect(deadReferences({ path: 'docs/a.md', text }, { exists: () => false, scripts: new Set() })).toHaveLength(1);
  });

  it('two titles, or none', () => {
    expect(titlesIn({ path: 'a.md', text: '# A\n\n# B\n' })).toBe(2);
    expect(titlesIn({ path: 'a.md', text: '## A\n' })).toBe(0);
  });
});

describe('what is fine is left alone:', () => {
  it('other forms', () => {
    expect(
      planted(
        formBreaches,
        'switch (a) { default: }\ndeclare module "b" { namespace F {} export default F; }\nclass C { constructor(d: E) {} }',
      ),
    ).toEqual([]);
  });

  it('exports that share one comment, and what is not exported', () => {
    const text = '/** A. */\nexport const A = 1;\nexport type A = 1;\nconst b = 1;\nexport { c } from "./c.ts";';
    expect(planted(undocumented, text)).toEqual([]);
  });

  it('what is spread because it may not be there', () => {
    expect(planted(spreadLiteralsIn, 'const a = { ...b, ...(c && { d }), ...(e ? { f } : {}) };')).toEqual([]);
  });

  it('const assertions and checks', () => {
    expect(planted(castsIn, 'const a = [1] as const;\nconst b = 1 satisfies number;\nimport * as c from "d";')).toEqual(
      [],
    );
  });

  it.each(['src/a.ts', 'src/a-b/c.table.ts', 'src/laplace.proof.md', 'test/x/utility-model.test.ts'])(
    'the name %s',
    (path) => {
      expect(isWellNamed(path)).toBe(true);
    },
  );

  it('words and calls that only look alike', () => {
    expect(unfinishedIn({ path: 'a.ts', text: 'mastodon todos implemented' })).toEqual([]);
    expect(unrunIn({ path: 'a.ts', text: 'it.each([1])("only", () => list.only()); exit("a")' })).toEqual([]);
    expect(machinePathsIn({ path: 'a', text: `src${WORK}/x .${HOME}/y https://a.org${HOME}/z` })).toEqual([]);
  });

  it('references that hold, patterns and links to elsewhere', () => {
    const known = { exists: (path: string) => path === 'src/a.ts' || path === 'src', scripts: new Set(['lint']) };
    const text =
      'See `src/a.ts`, `src/a.ts:12`, `src/*/x.ts`, [a](../src/a.ts#b), [c](https://a.b), [d](#e), `npm run lint`.';
    expect(deadReferences({ path: 'docs/a.md', text }, known)).toEqual([]);
  });

  it('headings inside front matter and code', () => {
    expect(titlesIn({ path: 'a.md', text: '---\na: b\n# c\n---\n# A\n\n```sh\n# d\n```\n## B\n' })).toBe(1);
  });

  it('everything after the first block of commands', () => {
    const text = '```ts\nconst a = 1;\n```\n```sh\n# one\nnpm ci\n\nnpm run b\n```\n```sh\nno\n```';
    expect(commandsIn({ path: 'a.md', text })).toEqual(['npm ci', 'npm run b']);
  });
});
