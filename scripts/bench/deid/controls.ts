import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Chunk, chunksBelow, chunksSaid } from './places.ts';
import type { Product } from './product.ts';
import { embedded, FORMS, type Form, type Search } from './search.ts';
import { chunksOf, contentsOf } from './tables.ts';
import type { Token } from './tokens.ts';
import { watchFolders } from './watch.ts';

// A search that finds nothing proves something only when it finds what is there. Each control puts tokens that no file
// holds where a leak would be, in every form, and looks for them in the very same way.

/** What was put somewhere, and what the search found of it. */
export interface Control {
  readonly place: string;
  readonly put: number;
  readonly found: number;
  /** What it missed. */
  readonly missed: readonly string[];
}

interface Piece {
  readonly token: Token;
  readonly form: Form;
  readonly bytes: Buffer;
}

/** Every control token in every form. */
export function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  return tokens.flatMap((token) => FORMS.map((form) => ({ token, form, bytes: embedded(token, form) })));
}

/** Compares what was put with what was found. */
function judged(
  place: string,
  pieces: readonly Piece[],
  { chunks, search }: { chunks: readonly Chunk[]; search: Search },
): Control {
  const hits = chunks.flatMap(({ bytes }) => search(bytes));
  const found = new Set(hits.map(({ token, form }) => `${token.text} ${form}`));
  const missed = pieces.map(({ token, form }) => `${token.text} ${form}`).filter((name) => !found.has(name));
  return { place, put: pieces.length, found: pieces.length - missed.length, missed };
}

/** A copy of a folder into whose files the pieces are spliced, one file after the other. */
export function controlFolder(
  place: string,
  { folder, copy, pieces, search }: { folder: string; copy: string; pieces: readonly Piece[]; search: Search },
): Control {
  mkdirSync(copy, { recursive: true });
  // Sockets can't be copied.
  cpSync(folder, copy, { recursive: true, filter: (from) => !from.endsWith('.sock') });
  const files = readdirSync(copy, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const targets = files.length > 0 ? files : [join(copy, 'left-behind')];
  for (const [at, path] of targets.entries()) {
    const own = pieces.filter((_, n) => n % targets.length === at);
    const before = files.length > 0 ? readFileSync(path) : Buffer.alloc(0);
    const middle = Math.floor(before.length / 2);
    const spliced = [before.subarray(0, middle), ...own.map(({ bytes }) => bytes), before.subarray(middle)];
    writeFileSync(join(copy, `spliced-${at}`), Buffer.concat(spliced));
  }
  return judged(place, pieces, { chunks: chunksBelow(copy), search });
}

/** A process that says the pieces on both of its streams. */
export async function controlLogs(product: Product, pieces: readonly Piece[], search: Search): Promise<Control> {
  const parts = JSON.stringify(pieces.map(({ bytes }) => bytes.toString('base64')));
  const run = await product.script(
    `const parts = ${parts}; parts.forEach((part, at) => (at % 2 ? process.stdout : process.stderr).write(Buffer.from(part, 'base64')));`,
  );
  return judged('logs', pieces, { chunks: chunksSaid([run]), search });
}

/** A process that writes the pieces into its temporary folder and deletes them a moment later. */
export async function controlWatch(
  product: Product,
  {
    folders,
    kept,
    pieces,
    search,
  }: { folders: readonly string[]; kept: string; pieces: readonly Piece[]; search: Search },
): Promise<Control> {
  const watch = watchFolders(folders, kept);
  const parts = JSON.stringify(pieces.map(({ bytes }) => bytes.toString('base64')));
  await product.script(`
    const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
    const folder = mkdtempSync(require('node:os').tmpdir() + '/control-');
    ${parts}.forEach((part, at) => writeFileSync(folder + '/' + at, Buffer.from(part, 'base64')));
    setTimeout(() => rmSync(folder, { recursive: true }), 400);`);
  watch.stop();
  return judged('while running', pieces, { chunks: chunksBelow(kept), search });
}

/** A copy of a database with the pieces in a table more, as text, bytes and numbers, and names in the catalogue. */
export async function controlRows(
  place: string,
  { file, copy, pieces, search }: { file: string; copy: string; pieces: readonly Piece[]; search: Search },
): Promise<Control> {
  writeFileSync(copy, readFileSync(file));
  const instance = await DuckDBInstance.create(copy);
  const connection = await instance.connect();
  await connection.run('CREATE TABLE control (bytes BLOB, text VARCHAR, number UHUGEINT)');
  for (const { bytes } of pieces) {
    await connection.run(`INSERT INTO control VALUES (unhex('${bytes.toString('hex')}'), NULL, NULL)`);
  }
  for (const { token } of pieces) {
    await connection.run('INSERT INTO control VALUES (NULL, $1, $2)', [token.text, numberOf(token)]);
  }
  connection.closeSync();
  instance.closeSync();
  const chunks = chunksOf(await contentsOf(copy, `${copy}.read`));
  const whole = judged(place, pieces, { chunks, search });
  // Text and numbers must each be enough on their own.
  const apart = ['control.text', 'control.number'].map((label) => {
    const texts = pieces.filter(({ form, token }) => form === 'UTF-8' && (label === 'control.text' || spells(token)));
    return judged(`${place}, ${label}`, texts, { chunks: chunks.filter((chunk) => chunk.label === label), search });
  });
  return [whole, ...apart].reduce((sum, one) => ({
    place,
    put: sum.put + one.put,
    found: sum.found + one.found,
    missed: [...sum.missed, ...one.missed],
  }));
}

/** Whether 128 bits can hold the token: as a number, or as its letters. */
function spells({ text }: Token): boolean {
  return /^[\x20-\x7e]+$/.test(text) && text.length <= 16;
}

function numberOf(token: Token): bigint | null {
  if (!spells(token)) {
    return null;
  }
  return /^\d+$/.test(token.text) ? BigInt(token.text) : BigInt(`0x${Buffer.from(token.text).toString('hex')}`);
}
