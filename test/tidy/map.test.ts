import { describe, expect, it } from 'vitest';
import { WRITTEN } from '../../src/cli/doctor/account.ts';
import { SUITES } from '../../vitest.suites.config.ts';
import { unknownNames } from './documents.ts';
import { DOORS, FOLDERS } from './floors.table.ts';
import { allFiles, codeBelow, textOf } from './repository.ts';
import { thirdPartiesOf } from './unused.ts';

const map = textOf('ARCHITECTURE.md');
const rows = [...map.matchAll(/^\| (\d) \| `src\/([a-z]+)\/` \| [^|]+ \|([^|]*)\|([^|]*)\|$/gm)].map(
  ([, floor, folder = '', mayImport = '', parties = '']) => ({
    ...{ floor: Number(floor), folder, mayImport: namesIn(mayImport), parties: namesIn(parties) },
  }),
);

function namesIn(cell: string): readonly string[] {
  return cell
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .sort();
}

/** What the page leaves out, as it says above its table. */
function namedFor(folder: string): readonly string[] {
  const { mayImport = [] } = FOLDERS[folder] ?? {};
  return mayImport
    .filter((name) => name !== 'base')
    .map((name) => name.replace('.ts', ''))
    .sort();
}

/** The folders of a cell that says “all but …”. */
function allBut(cell: readonly string[], folder: string): readonly string[] {
  const left = cell.map((name) => name.replace('all but ', ''));
  return Object.keys(FOLDERS)
    .filter((name) => ![...left, folder, 'base'].includes(name))
    .sort();
}

describe('the map', () => {
  it('draws every folder on its floor, from the top down', () => {
    expect(rows.map(({ folder }) => folder).sort()).toEqual(Object.keys(FOLDERS).sort());
    expect(rows.map(({ folder }) => FOLDERS[folder]?.floor)).toEqual(rows.map(({ floor }) => floor));
    expect(rows.map(({ floor }) => floor)).toEqual(rows.map(({ floor }) => floor).sort((a, b) => b - a));
  });

  it.each(rows)('says what $folder/ may import', ({ folder, mayImport, parties }) => {
    const isAll = mayImport[0]?.startsWith('all but ') === true;
    expect(isAll ? allBut(mayImport, folder) : mayImport).toEqual(namedFor(folder));
    expect(parties).toEqual([...thirdPartiesOf(folder)].sort());
  });

  it('names every narrow door', () => {
    const doors = /^Narrow doors: [\s\S]*?\n\n/m.exec(map)?.[0] ?? '';
    const named = [...doors.matchAll(/`src\/([^`]+\.ts)`/g)].map(([, door]) => door);
    expect(named.sort()).toEqual(Object.keys(DOORS).sort());
  });

  it('names every room of the commands', () => {
    const [table = ''] = /^\| room \|[\s\S]*?\n\n/m.exec(map) ?? [];
    const named = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/[a-z-]+(?=\/)/g) ?? [],
    );
    const rooms = allFiles().flatMap((path) => /^src\/cli\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect(named.sort()).toEqual([...new Set(rooms)].sort());
  });

  it('names every suite, each a script over folders that are there', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const [, section = ''] = /^## Tests\n([\s\S]*?)^## /m.exec(map) ?? [];
    const named = [...section.matchAll(/^\| (`test:.*?`) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/test:[a-z]+/g) ?? [],
    );
    expect(named.sort()).toEqual(
      Object.keys(scripts)
        .filter((name) => name.startsWith('test:'))
        .sort(),
    );
    expect(named).toEqual(
      Object.keys(SUITES)
        .map((name) => `test:${name}`)
        .sort(),
    );
    const folders = new Set(allFiles().map((path) => path.split('/').slice(0, 2).join('/')));
    const wanted = Object.values(SUITES).flatMap((suite) => suite.folders.map((folder) => `test/${folder}`));
    expect(wanted.filter((folder) => !folders.has(folder))).toEqual([]);
  });

  it('shows all that a site’s folder holds: the configuration, the socket, and what doctor knows that the program writes', () => {
    const [, table = ''] = /^## A site's folder\n\n([\s\S]*?)\n\n/m.exec(map) ?? [];
    const named = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) => cell.match(/[\w.]+\/?/g) ?? []);
    const folders = WRITTEN.folders.map((name) => `${name}/`);
    expect(named.sort()).toEqual([...folders, ...WRITTEN.files, 'node.yaml', 'owner.sock'].sort());
  });
});

describe('what is written about the code', () => {
  const code = [...codeBelow('src/'), ...codeBelow('scripts/')].map(({ text }) => text);
  const settings = allFiles().filter((path) => /^(vitest\.config\.ts|package\.json|policies\/.*\.yaml)$/.test(path));
  const words = new Set([...code, ...settings.map(textOf)].flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
  const known = { words, paths: allFiles() };

  it.each([
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'docs/decisions.md',
    'docs/limitations.md',
    'docs/privacy-proof.md',
  ])('uses the names that it has: %s', (path) => {
    expect(unknownNames({ path, text: textOf(path) }, known)).toEqual([]);
  });

  it('finds every part of the decisions from the top of their page', () => {
    const page = textOf('docs/decisions.md');
    const parts = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    const anchorOf = (title: string): string =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-');
    const links = [...page.matchAll(/^- \[(.+?)\]\(#(.+?)\): /gm)].map(([, title, anchor]) => [title, anchor]);
    expect(parts.length).toBeGreaterThan(10);
    expect(links).toEqual(parts.map((title) => [title, anchorOf(title)]));
  });

  it('is held to it, whatever kind of name it is', () => {
    const text = 'By `renamedSince`, in `gone/coarser.ts` or `cellar/`, as `answerQuestion` does, below `src/link/`.';
    expect(unknownNames({ path: 'x.md', text }, known)).toEqual([
      'x.md: renamedSince',
      'x.md: gone/coarser.ts',
      'x.md: cellar/',
    ]);
  });
});
