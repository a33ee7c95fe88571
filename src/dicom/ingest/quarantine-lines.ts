import { createReadStream } from 'node:fs';
import { LIMITS, SfumatoError, systemCode } from '../../base/index.ts';
import { lineFrom, listFile, type QuarantineLine } from './quarantine-line.ts';

// The list grows with every ingest, and nothing that fills it may keep it from being read: it is never held as a whole.

/**
 * The list's lines as they stand; `undefined` for one that can't be read. None where there is no list.
 * @throws SfumatoError `file-unreadable`.
 */
async function* allLines(siteFolder: string): AsyncGenerator<QuarantineLine | undefined> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(listFile(siteFolder), { encoding: 'latin1' })) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = beginningOf(lines.pop() ?? '');
      for (const line of lines) {
        yield lineFrom(line);
      }
    }
  } catch (cause) {
    if (systemCode(cause) !== 'ENOENT') {
      throw unreadable(siteFolder, cause);
    }
  }
  if (rest !== '') {
    yield undefined;
  }
}

/** The lines that no later one of the same file and row stands in for, as far as `LIMITS.quarantineTwinsMax` files can be told apart. */
export async function* lastLines(siteFolder: string): AsyncGenerator<QuarantineLine | undefined> {
  const lastOf = new Map<string, number>();
  let at = 0;
  for await (const line of allLines(siteFolder)) {
    at += 1;
    const name = line && nameOf(line);
    if (name !== undefined && (lastOf.has(name) || lastOf.size < LIMITS.quarantineTwinsMax)) {
      lastOf.set(name, at);
    }
  }
  const end = at; // what an ingest adds meanwhile is for the next reading
  at = 0;
  for await (const line of allLines(siteFolder)) {
    at += 1;
    if (at > end) {
      return;
    }
    const last = line && lastOf.get(nameOf(line));
    if (last === undefined || last === at) {
      yield line;
    }
  }
}

/** How many of a table's first `to` rows are listed. @throws SfumatoError `file-unreadable`. */
export async function rowsListed(siteFolder: string, { key, to }: { key: string; to: number }): Promise<number> {
  const rows = new Set<number>();
  for await (const line of allLines(siteFolder)) {
    if (line?.fileKey === key && line.row !== undefined && line.row <= to) {
      rows.add(line.row);
    }
  }
  return rows.size;
}

/**
 * The keys of the files that are listed, `LIMITS.quarantineTwinsMax` at most; rows of tables aren't among them.
 * @throws SfumatoError `file-unreadable`.
 */
export async function filesListed(siteFolder: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for await (const line of allLines(siteFolder)) {
    if (line !== undefined && line.row === undefined && keys.size < LIMITS.quarantineTwinsMax) {
      keys.add(line.fileKey);
    }
  }
  return keys;
}

function nameOf({ fileKey, row }: QuarantineLine): string {
  return `${fileKey} ${row ?? ''}`;
}

/** What is held of a line whose end hasn't come; one that is too long is spoilt, so that nobody takes it for another. */
function beginningOf(line: string): string {
  return line.length <= LIMITS.quarantineLineBytesMax ? line : `${line.slice(0, LIMITS.quarantineLineBytesMax)}\0`;
}

function unreadable(siteFolder: string, cause: unknown): SfumatoError {
  const isForbidden = ['EACCES', 'EPERM'].includes(systemCode(cause) ?? '');
  const remedy = isForbidden ? 'give this user the right to' : 'look whether its disk is in order';
  return new SfumatoError('file-unreadable', `${listFile(siteFolder)} cannot be read; ${remedy}.`, { cause });
}
