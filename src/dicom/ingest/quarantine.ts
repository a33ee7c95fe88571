import { appendFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder, putInPlace } from '../../base/files.ts';
import { type Entropy, LIMITS, SfumatoError } from '../../base/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import { lineOf, listFile, opened, type Quarantined, type QuarantineLine } from './quarantine-line.ts';
import { lastLines } from './quarantine-lines.ts';
import { countReason } from './report.ts';

const LINES_PER_WRITE = 512;
/** Stands in for a line that can't be read: an empty one can't either, and is counted as it was. */
const DAMAGED = '\n';

/** Where the list is, and the site's 32-byte sealing key; lines may still be sealed under former ones. */
export interface QuarantineOptions {
  readonly siteFolder: string;
  readonly sealKey: Uint8Array;
  readonly formerSealKeys?: readonly Uint8Array[];
}

/**
 * Appends to `quarantine/files.jsonl`; of what is told twice, the last reason.
 * @throws SfumatoError `file-unwritable`.
 */
export async function appendQuarantined(
  files: readonly Quarantined[],
  { siteFolder, sealKey, entropy }: QuarantineOptions & { entropy: Entropy },
): Promise<void> {
  // Of a series each instance may be told, and a server says how many it has: it is one entry all the same.
  const last = new Map(files.map((file) => [`${file.key} ${file.row ?? ''}`, file]));
  const lines = [...last.values()].map((file) => lineOf(file, sealKey, entropy));
  const file = listFile(siteFolder);
  makeFolder(dirname(file));
  await appended(file, lines);
}

/**
 * Seals the list, if there is one, under another key, as one durable step; what is listed twice is listed once from then on.
 * @throws SfumatoError as `readQuarantined`, and `file-unwritable`.
 */
export async function resealQuarantined(options: QuarantineOptions & { readonly entropy: Entropy }): Promise<void> {
  const { siteFolder, sealKey, formerSealKeys = [], entropy } = options;
  const keys = [sealKey, ...formerSealKeys];
  await rewritten(siteFolder, (line) => line && lineOf(opened(line, keys), sealKey, entropy));
}

/**
 * Leaves in the list only the lines that are to be kept, and those that can't be read, as one durable step.
 * @throws SfumatoError as `resealQuarantined`.
 */
export async function keepLines(siteFolder: string, isKept: (line: QuarantineLine) => boolean): Promise<void> {
  await rewritten(siteFolder, (line) => {
    if (line === undefined) {
      return DAMAGED;
    }
    return isKept(line) ? `${JSON.stringify(line)}\n` : undefined;
  });
}

async function rewritten(
  siteFolder: string,
  rewrite: (line: QuarantineLine | undefined) => string | undefined,
): Promise<void> {
  const file = listFile(siteFolder);
  const partial = `${file}.partial`;
  await removed(partial);
  let lines: string[] = [];
  let isThere = false;
  const write = async (): Promise<void> => {
    await appended(partial, lines);
    lines = [];
  };
  for await (const line of lastLines(siteFolder)) {
    isThere = true;
    const anew = rewrite(line);
    if (anew !== undefined) {
      lines.push(anew);
    }
    if (lines.length >= LINES_PER_WRITE) {
      await write();
    }
  }
  if (isThere) {
    await write();
    putInPlace(partial, file, 0o600);
  }
}

async function removed(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

async function appended(file: string, lines: readonly string[]): Promise<void> {
  try {
    await appendFile(file, lines.join(''), { mode: 0o600 });
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

function unwritable(file: string, cause: unknown): SfumatoError {
  const sentence = `${file} cannot be written; give this user the right to, or make space.`;
  return new SfumatoError('file-unwritable', sentence, { cause });
}

/** The list, or the part of it that was asked for. */
export interface QuarantineList {
  /** How many files, series and rows are listed. */
  readonly all: number;
  readonly reasons: Readonly<Partial<Record<QuarantineReason, number>>>;
  /** Lines that can't be read, as after a full disk. */
  readonly damaged: number;
  /** Those from the one asked for on, at most `LIMITS.quarantineListedMax`. */
  readonly files: readonly Quarantined[];
}

/**
 * What was quarantined, with paths and addresses, for the local operator only; what is listed twice has its last reason.
 * @throws SfumatoError `file-unreadable`, `key-invalid` when the list was sealed under another key.
 */
export async function readQuarantined(
  options: QuarantineOptions & { readonly from?: number | undefined },
): Promise<QuarantineList> {
  const { siteFolder, sealKey, formerSealKeys = [], from = 1 } = options;
  const reasons = new Map<QuarantineReason, number>();
  const files: Quarantined[] = [];
  let [all, damaged] = [0, 0];
  for await (const line of lastLines(siteFolder)) {
    if (line === undefined) {
      damaged += 1;
      continue;
    }
    all += 1;
    countReason(reasons, line.reason);
    if (all >= from && files.length < LIMITS.quarantineListedMax) {
      files.push(opened(line, [sealKey, ...formerSealKeys]));
    }
  }
  return { all, reasons: Object.fromEntries(reasons), damaged, files };
}
