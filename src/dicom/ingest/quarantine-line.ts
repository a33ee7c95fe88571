import { join } from 'node:path';
import { z } from 'zod';
import { type Entropy, fromBase64Url, jsonIn, SfumatoError, seal, toBase64Url, unseal } from '../../base/index.ts';
import { pathBytes, pathFrom } from '../path-bytes.ts';
import { QUARANTINE_REASONS, type QuarantineReason } from '../reasons.table.ts';
import type { Named } from '../source/index.ts';

/** A file, series or row that wasn't stored. */
export interface Quarantined extends Named {
  readonly reason: QuarantineReason;
  /** Of a table: which of its rows, from 1. */
  readonly row?: number | undefined;
}

const Line = z.strictObject({
  fileKey: z.string().regex(/^[0-9a-f]{32}$/),
  row: z.int().positive().optional(),
  reason: z.enum(QUARANTINE_REASONS),
  sealedPath: z.string(),
});

/** What a line of the list holds: keyed name, row, reason and path, which is sealed because it may hold a name. */
export type QuarantineLine = z.infer<typeof Line>;

/** The list's file. */
export function listFile(siteFolder: string): string {
  return join(siteFolder, 'quarantine', 'files.jsonl');
}

/** One line, with its end. */
export function lineOf({ key, row, reason, path }: Quarantined, sealKey: Uint8Array, entropy: Entropy): string {
  const sealedPath = toBase64Url(seal(pathBytes(path), { key: sealKey, context: contextOf(key) }, entropy));
  return `${JSON.stringify({ fileKey: key, row, reason, sealedPath })}\n`;
}

/** Reads a line without opening what is sealed; `undefined` for one that a full disk or a crash cut off. */
export function lineFrom(text: string): QuarantineLine | undefined {
  return Line.safeParse(jsonIn(text)).data;
}

/** Opens what is sealed in a line. @throws SfumatoError `key-invalid` where none of `keys` sealed it. */
export function opened(
  { fileKey: key, row, reason, sealedPath }: QuarantineLine,
  keys: readonly Uint8Array[],
): Quarantined {
  const box = fromBase64Url(sealedPath);
  const [plain] = keys.flatMap((sealKey) => (box && unseal(box, { key: sealKey, context: contextOf(key) })) ?? []);
  const path = plain && pathFrom(plain);
  if (path === undefined) {
    throw new SfumatoError(
      'key-invalid',
      'The quarantine list was sealed under another key; use the key of this site.',
    );
  }
  return { key, path, reason, ...(row !== undefined && { row }) };
}

function contextOf(key: string): string {
  return `sfumato quarantine 1 ${key}`;
}
