import { describe, expect, it } from 'vitest';
import { ambientBreaches, asyncBreaches } from './ambient.ts';
import { DOORS, FOLDERS, THIRD_PARTIES } from './floors.table.ts';
import { folderOf, importBreaches } from './floors.ts';
import { importsOf } from './imports.ts';
import { type ParsedFile, parseAll } from './parse.ts';
import { allFiles, codeBelow, textOf } from './repository.ts';
import { unusedIn } from './unused.ts';

const sources = codeBelow('src/');
const files = parseAll(sources);

function breachesOf(file: ParsedFile): readonly string[] {
  return [...importBreaches(file), ...ambientBreaches(file), ...asyncBreaches(file)];
}

function planted(path: string, text: string): readonly string[] {
  return parseAll([{ path: `src/${path}`, text }]).flatMap(breachesOf);
}

describe('the floors', () => {
  it('are looked at: every folder of the table is there, with imports to judge, and no other', () => {
    const present = new Set(sources.map(({ path }) => folderOf(path.slice('src/'.length))));
    expect([...present].sort()).toEqual(Object.keys(FOLDERS).sort());
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
  });

  it('hold nothing that the scanner would not read', () => {
    const readable = /\.(ts|tsx|proof\.md|css|svg)$/;
    expect(allFiles().filter((path) => path.startsWith('src/') && !readable.test(path))).toEqual([]);
    expect(sources.filter(({ path }) => !path.endsWith('.ts') && !path.endsWith('.tsx'))).toEqual([]);
  });

  it('only let imports go down', () => {
    const upward = Object.entries(FOLDERS)
      .filter(([name]) => name !== 'cli')
      .flatMap(([name, { floor, mayImport }]) =>
        mayImport
          .map((entry) => entry.replace('type ', '').split('/')[0] ?? '')
          .filter((to) => (FOLDERS[to]?.floor ?? floor) >= floor)
          .map((to) => `${name} → ${to}`),
      );
    expect(upward).toEqual([]);
  });

  it('have the doors and the owners that the tables name', () => {
    const paths = new Set(sources.map(({ path }) => path.slice('src/'.length)));
    const doors = [...Object.keys(DOORS), ...[...new Set(files.map(({ path }) => `${path.split('/')[1]}/index.ts`))]];
    expect(doors.filter((door) => !paths.has(door) && door !== 'cli/index.ts')).toEqual([]);
    const { dependencies } = JSON.parse(textOf('package.json'));
    expect(Object.keys(THIRD_PARTIES).sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('are never crossed by an import', () => {
    expect(files.flatMap(importBreaches)).toEqual([]);
  });

  it('allow nothing that nobody makes use of', () => {
    expect(unusedIn(sources)).toEqual([]);
    const withoutClient = sources.filter(({ path }) => path !== 'src/client/client.ts');
    expect(unusedIn(withoutClient)).toEqual(['client/ may import @trpc/client']);
  });

  it('never reach for the clock, the environment, the terminal, the network or chance but by argument', () => {
    expect(files.flatMap(ambientBreaches)).toEqual([]);
  });

  it('are synchronous where they promise it', () => {
    expect(files.flatMap(asyncBreaches)).toEqual([]);
  });
});

describe('a planted breach is never missed:', () => {
  it.each([
    ['a sibling', 'privacy/a.ts', `import { x } from '../policy/index.ts';`],
    ['a higher floor', 'base/a.ts', `import { x } from '../privacy/index.ts';`],
    ['a type alone', 'privacy/a.ts', `import type { X } from '../policy/index.ts';`],
    ['a type in braces', 'privacy/a.ts', `import { type X } from '../policy/index.ts';`],
    ['an import type', 'privacy/a.ts', `export type X = import('../policy/index.ts').Policy;`],
    ['a re-export', 'privacy/a.ts', `export { x } from '../policy/index.ts';`],
    ['a re-export of everything', 'privacy/a.ts', `export * from '../policy/index.ts';`],
    ['a re-exported type', 'privacy/a.ts', `export type { X } from '../policy/index.ts';`],
    ['an import for its effect', 'privacy/a.ts', `import '../policy/index.ts';`],
    ['a dynamic import', 'node/a.ts', `await import('../cli/index.ts');`],
    ['a module named at run time', 'node/a.ts', `const name = './b.ts'; await import(name);`],
    ['a require', 'node/a.ts', `const x = require('../cli/index.ts');`],
    ['an old import', 'node/a.ts', `import x = require('../cli/index.ts');`],
    ['a file that is no door', 'query/a.ts', `import { x } from '../privacy/spine/tokens.ts';`],
    ['rows outside query', 'node/a.ts', `import type { Snapshot } from '../warehouse/scan.ts';`],
    ['exact values outside query', 'budget/a.ts', `import { sealExact } from '../privacy/for-query.ts';`],
    ['charges outside budget', 'query/a.ts', `import { mintCharge } from '../privacy/for-budget.ts';`],
    ['all of the warehouse in query', 'query/a.ts', `import { openStaging } from '../warehouse/index.ts';`],
    ['the gate in the coordinator', 'coordinator/a.ts', `import { release } from '../privacy/index.ts';`],
    ['a node in the coordinator', 'coordinator/a.ts', `import { x } from '../node/index.ts';`],
    ['running code in the dashboard', 'dashboard/a.ts', `import { router } from '../node/index.ts';`],
    ['http in a verb', 'node/verbs/question/ask.ts', `import { x } from '../../http/server.ts';`],
    ['a test', 'node/a.ts', `import { x } from '../../test/support/x.ts';`],
    ['a compiled name', 'node/a.ts', `import { x } from './b.js';`],
    ['a file of no folder', 'a.ts', `import { x } from './base/index.ts';`],
    ['a third party', 'node/a.ts', `import { parse } from 'yaml';`],
    ['a part of a third party', 'privacy/a.ts', `import { sha256 } from '@noble/hashes/sha2.js';`],
    ['an unknown third party', 'node/a.ts', `import x from 'left-pad';`],
    ['Node without its prefix', 'node/a.ts', `import fs from 'fs';`],
    ['Node in a pure floor', 'contract/a.ts', `import { createHash } from 'node:crypto';`],
    ['Node in base', 'base/a.ts', `import { readFileSync } from 'node:fs';`],
    ['files in the rest of base', 'base/index.ts', `export { writeDurably } from './files.ts';`],
    ['files in a pure floor', 'policy/a.ts', `import { writeDurably } from '../base/files.ts';`],
    ['Node’s process', 'node/a.ts', `import { env } from 'node:process';`],
    ['chance', 'dicom/a.ts', `export const x = Math.random();`],
    ['chance, in quotes', 'dicom/a.ts', `export const x = Math['random']();`],
    ['chance, taken apart', 'dicom/a.ts', `const { random } = Math;`],
    ['chance, by way of globalThis', 'dicom/a.ts', `export const x = globalThis.Math.random();`],
    ['globalThis under another name', 'dicom/a.ts', `const everything = globalThis;`],
    ['a clock', 'node/a.ts', `export const x = Date.now();`],
    ['a new date', 'node/a.ts', `export const x = new Date();`],
    ['the date as text', 'node/a.ts', `export const x = Date();`],
    ['a date under another name', 'node/a.ts', `const D = Date;`],
    ['a monotonic clock', 'node/a.ts', `export const x = performance.now();`],
    ['a timer', 'node/a.ts', `setTimeout(() => {}, 1000);`],
    ['a timer from Node', 'node/a.ts', `import { setTimeout } from 'node:timers/promises';`],
    ['a timer among what is harmless', 'node/a.ts', `import { setImmediate, setTimeout } from 'node:timers/promises';`],
    ['a timer under another name', 'node/a.ts', `import { setTimeout as setImmediate } from 'node:timers';`],
    ['all timers', 'node/a.ts', `import * as timers from 'node:timers';`],
    ['the console', 'cli/a.ts', `console.error('x');`],
    ['the terminal', 'node/a.ts', `process.stdout.write('x');`],
    ['the environment', 'node/a.ts', `export const x = process.env.HOME;`],
    ['the environment, taken apart', 'node/a.ts', `const { env } = process;`],
    ['the environment in a child', 'dicom/child/main.ts', `export const x = process.env;`],
    ['the network', 'link/a.ts', `await fetch('https://example.org');`],
    ['the network, passed on', 'link/a.ts', `export const x = { fetch };`],
    ['a random id', 'node/a.ts', `export const x = crypto.randomUUID();`],
    ['an async function', 'privacy/a.ts', `export async function x() {}`],
    ['a promise', 'policy/a.ts', `export type X = Promise<number>;`],
    ['a wait', 'statistics/a.ts', `await x;`],
  ])('%s', (_name, path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  it.each([
    ['its own folder', 'privacy/laplace/a.ts', `import { x } from '../rational.ts';`],
    ['a lower floor', 'budget/a.ts', `import { x } from '../journal/index.ts';`],
    ['a door for it', 'query/a.ts', `import { sealExact } from '../privacy/for-query.ts';`],
    ['files where there are any', 'link/a.ts', `import { writeDurably } from '../base/files.ts';`],
    ['a door of a folder otherwise closed to it', 'query/a.ts', `import { openSnapshot } from '../warehouse/scan.ts';`],
    ['laws in the coordinator', 'coordinator/a.ts', `import { halfWidth } from '../privacy/laws.ts';`],
    ['a router’s type in the dashboard', 'dashboard/a.ts', `import type { Router } from '../node/index.ts';`],
    ['its own third party', 'base/a.ts', `import { sha256 } from '@noble/hashes/sha2.js';`],
    ['Zod', 'journal/a.ts', `import { z } from 'zod';`],
    ['a verb in http', 'node/http/server.ts', `import { ask } from '../verbs/question/ask.ts';`],
    ['a turn for others', 'dicom/a.ts', `import { setImmediate as nextTurn } from 'node:timers/promises';`],
    ['the one clock', 'base/system-clock.ts', `export const x = Date.now();`],
    ['arithmetic on dates', 'dicom/a.ts', `export const x = new Date(5); export const y = x instanceof Date;`],
    ['other mathematics', 'dicom/a.ts', `export const x = Math.max(1, 2) + globalThis.Math.min(1, 2);`],
    ['a transport given by argument', 'link/a.ts', `export const x = (fetch: () => void) => fetch();`],
    [
      'members that share a name',
      'link/a.ts',
      `export const x = (of: X) => of.fetch({ console: 1 }); type X = typeof fetch;`,
    ],
    ['a child’s channel', 'dicom/child/main.ts', `serve(process);`],
    ['a process that reads no environment', 'cli/a.ts', `process.on('SIGTERM', () => {});`],
  ])('while %s is left alone', (_name, path, text) => {
    expect(planted(path, text)).toEqual([]);
  });
});
