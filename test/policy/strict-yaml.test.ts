import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isSfumatoError } from '../../src/base/index.ts';
import { parseYamlStrict } from '../../src/policy/index.ts';
import { meantBy } from '../../src/policy/problems/union-branch.ts';

type Tree = { readonly leaf: number } | { readonly all: readonly Tree[] };
const Tree: z.ZodType<Tree> = z.lazy(() =>
  z.union([z.strictObject({ leaf: z.int() }), z.strictObject({ all: z.array(Tree).min(1) })]),
);

const Config = z.strictObject({
  kind: z.literal('node'),
  site: z.string().regex(/^[a-z]+$/, 'lower-case letters'),
  folder: z.string().default('.'),
  listen: z.strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535) }),
  peers: z.array(z.strictObject({ url: z.string(), secret: z.string().optional() })).default([]),
  tree: Tree.optional(),
});

const GOOD = `kind: node
site: alpha
listen:
  port: 8080
`;

function read(text: string): unknown {
  return parseYamlStrict({ text, file: 'node.yaml', schema: Config, errorCode: 'config-invalid' });
}

function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (isSfumatoError(error, 'config-invalid')) {
      return error.message;
    }
    throw error;
  }
  return 'it was read';
}

describe('a strict YAML document', () => {
  it('is read with its defaults, from JSON as well', () => {
    const value = { kind: 'node', site: 'alpha', folder: '.', listen: { host: '127.0.0.1', port: 8080 }, peers: [] };
    expect(read(GOOD)).toEqual(value);
    expect(read(JSON.stringify(value))).toEqual(value);
  });

  it('is refused for the first of however many repeated keys', () => {
    expect(refusalOf(`${GOOD}tree: {${'a,'.repeat(130_000)}}`)).toContain('node.yaml:5: the same key stands twice');
  });

  it('is told from the branches of a union by however many mistakes', () => {
    const issue = { code: 'custom' as const, message: 'x', path: ['all'], input: 1 };
    const issues = Array.from({ length: 150_000 }, () => issue);
    expect(
      meantBy({ code: 'invalid_union', errors: [issues], message: '', path: [], input: 1 }, { all: [] }),
    ).toMatchObject({ kind: 'branch' });
  });

  it.each([
    ['an unknown key', `${GOOD}flder: x\n`, 'node.yaml:5: unknown key flder in the document; did you mean folder?'],
    [
      'a key misspelt below',
      GOOD.replace('port', 'prot'),
      'node.yaml:4: unknown key prot in listen; did you mean port?',
    ],
    ['a missing key, at its parent', GOOD.replace('  port: 8080', '  host: x'), 'node.yaml:3: listen.port is missing'],
    [
      'a number too large',
      GOOD.replace('8080', '80800'),
      'node.yaml:4: listen.port is 80800, but must be at most 65535',
    ],
    [
      'the schema’s own words',
      GOOD.replace('alpha', 'Alpha'),
      'node.yaml:2: site is "Alpha", but must be lower-case letters',
    ],
    ['another kind', GOOD.replace('node', 'nod'), 'node.yaml:1: kind is "nod", but must be node; did you mean node?'],
    ['a bare key', GOOD.replace(' alpha', ''), 'node.yaml:2: site is empty, but must be text (put it in quotes)'],
    [
      'an entry of a list',
      `${GOOD}peers:\n  - url: a\n  - url: b\n    sceret: c\n`,
      'node.yaml:8: unknown key sceret in peers[1]; did you mean secret?',
    ],
    [
      'a branch of a recursive form',
      `${GOOD}tree:\n  all:\n    - leaf: 1\n    - leef: 2\n`,
      'node.yaml:8: unknown key leef in tree.all[1]; did you mean leaf?',
    ],
  ])('is refused with file, line and the nearest known key: %s', (_what, text, says) => {
    expect(refusalOf(text)).toBe(says);
  });

  it('never shows long or odd text in a sentence, which might be a secret', () => {
    expect(refusalOf(GOOD.replace('alpha', 'A'.repeat(61)))).toBe(
      'node.yaml:2: site is text, but must be lower-case letters',
    );
    expect(refusalOf(GOOD.replace('alpha', '"a\\u0007"'))).toBe(
      'node.yaml:2: site is text, but must be lower-case letters',
    );
  });

  it('says what the rules find, with the line of their path', () => {
    const rules = (): { path: string[]; sentence: string }[] => [
      { path: ['listen', 'port'], sentence: 'the port is taken' },
    ];
    const parse = (): unknown =>
      parseYamlStrict({ text: GOOD, file: 'node.yaml', schema: Config, errorCode: 'config-invalid', rules });
    expect(parse).toThrow('node.yaml:4: the port is taken');
  });
});
