import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type Entropy,
  fromBase64Url,
  SfumatoError,
  seal,
  systemCode,
  toBase64Url,
  toUtf8,
  unseal,
  utf8ToBytes,
} from '../../base/index.ts';
import { writeDurably } from '../../warehouse/index.ts';
import { QUARANTINE_REASONS, type QuarantineReason } from '../reasons.table.ts';
import type { Named } from '../source/index.ts';

/** A file, series or row that wasn't stored. */
export interface Quarantined extends Named {
  readonly reason: QuarantineReason;
  /** Of a table: which of its rows, from 1. */
  readonly row?: number | undefined;
}

/** Where the list is, and the site's 32-byte sealing key; lines may still be sealed under former ones. */
export interface QuarantineOptions {
  readonly siteFolder: string;
  readonly sealKey: Uint8Array;
  readonly formerSealKeys?: readonly Uint8Array[];
}

const Line = z.strictObject({
  fileKey: z.string().regex(/^[0-9a-f]{32}$/),
  row: z.int().positive().optional(),
  reason: z.enum(QUARANTINE_REASONS),
  sealedPath: z.string(),
});

/**
 * Appends to `quarantine/files.jsonl`: keyed name, row, reason and path, which is sealed because it may hold a name.
 * @throws SfumatoError `file-unwritable`.
 */
export async function appendQuarantined(
  files: readonly Quarantined[],
  { siteFolder, sealKey, entropy }: QuarantineOptions & { entropy: Entropy },
): Promise<void> {
  const lines = files.map((file) => lineOf(file, sealKey, entropy));
  try {
    await mkdir(join(siteFolder, 'quarantine'), { recursive: true, mode: 0o700 });
    await appendFile(listFile(siteFolder), lines.join(''), { mode: 0o600 });
  } catch (cause) {
    const file = listFile(siteFolder);
    throw new SfumatoError(
      'file-unwritable',
      `${file} cannot be written; give this user the right to, or make space.`,
      { cause },
    );
  }
}

function lineOf({ key, row, reason, path }: Quarantined, sealKey: Uint8Array, entropy: Entropy): string {
  const sealedPath = toBase64Url(seal(utf8ToBytes(path), { key: sealKey, context: contextOf(key) }, entropy));
  return `${JSON.stringify({ fileKey: key, row, reason, sealedPath })}\n`;
}

/**
 * Seals the list, if there is one, under another key, as one durable step; what is listed twice is listed once from then on.
 * @throws SfumatoError as `readQuarantined` and `writeDurably`.
 */
export async function resealQuarantined(options: QuarantineOptions & { readonly entropy: Entropy }): Promise<void> {
  const files = await readQuarantined(options);
  if (files.length > 0) {
    const lines = files.map((file) => lineOf(file, options.sealKey, options.entropy));
    writeDurably(listFile(options.siteFolder), utf8ToBytes(lines.join('')));
  }
}

/**
 * What was quarantined, with paths and addresses, for the local operator only; what is listed twice has its last reason.
 * @throws SfumatoError `file-unreadable`, `key-invalid` when the list was sealed under another key.
 */
export async function readQuarantined(options: QuarantineOptions): Promise<readonly Quarantined[]> {
  const { siteFolder, sealKey, formerSealKeys = [] } = options;
  const text = await readList(siteFolder);
  const found = new Map<string, Quarantined>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const file = opened(line, [sealKey, ...formerSealKeys]);
    found.set(`${file.key} ${file.row ?? ''}`, file);
  }
  return [...found.values()];
}

function opened(line: string, keys: readonly Uint8Array[]): Quarantined {
  const { fileKey: key, row, reason, sealedPath } = Line.parse(JSON.parse(line));
  const box = fromBase64Url(sealedPath);
  const [plain] = keys.flatMap((sealKey) => (box && unseal(box, { key: sealKey, context: contextOf(key) })) ?? []);
  const path = plain && toUtf8(plain);
  if (path === undefined) {
    throw new SfumatoError(
      'key-invalid',
      'The quarantine list was sealed under another key; use the key of this site.',
    );
  }
  return { key, path, reason, ...(row !== undefined && { row }) };
}

async function readList(siteFolder: string): Promise<string> {
  try {
    return await readFile(listFile(siteFolder), 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') {
      return '';
    }
    const file = listFile(siteFolder);
    throw new SfumatoError('file-unreadable', `${file} cannot be read; give this user the right to.`, { cause });
  }
}

function listFile(siteFolder: string): string {
  return join(siteFolder, 'quarantine', 'files.jsonl');
}

function contextOf(key: string): string {
  return `sfumato quarantine 1 ${key}`;
}
