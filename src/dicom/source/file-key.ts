import { bytesToHex, type Keyed } from '../../base/index.ts';
import { pathBytes } from '../path-bytes.ts';
import type { Source } from './source.ts';

/** What tells one state of one file from every other. */
export interface FileIdentity {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly modifiedMs: number;
}

/**
 * Names a file in logs and in staging without its path, which may hold a patient's name: a keyed hash of path, size and
 * time of change, 32 hex digits. A file that was changed is another file.
 */
export function fileKey(keyed: Keyed, { path, bytes, modifiedMs }: FileIdentity): string {
  return named(keyed, ['sfumato file 1', bytes, modifiedMs, path]);
}

/** What tells one state of a server's series from every other. */
export interface SeriesIdentity {
  readonly base: string;
  readonly study: string;
  readonly series: string;
  /** As the server counts them; `undefined` when it doesn't. */
  readonly instances: number | undefined;
}

/** Names a series of a server as `fileKey` names a file. A series that has grown is another one. */
export function seriesKey(keyed: Keyed, { base, study, series, instances }: SeriesIdentity): string {
  return named(keyed, ['sfumato series 1', instances ?? '', base, study, series]);
}

/** Names a whole source as `fileKey` names a file, whatever it holds. */
export function sourceKey(keyed: Keyed, source: Source): string {
  const place = source.kind === 'dicomweb' ? source.base : source.kind === 'folder' ? source.folder : source.path;
  return named(keyed, ['sfumato source 1', source.kind, place]);
}

function named(keyed: Keyed, parts: readonly (string | number)[]): string {
  return bytesToHex(keyed(pathBytes(parts.join('\n'))).subarray(0, 16));
}
