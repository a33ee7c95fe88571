import { open, readdir, realpath, stat } from 'node:fs/promises';
import { isSfumatoError, SfumatoError, systemCode, withoutEnd } from '../../base/index.ts';
import { readAuthorization } from './authorization.ts';
import type { Source } from './source.ts';

/** What a person names: a folder, a table's file or the address of a DICOMweb service. */
export interface SourceName {
  readonly source: string;
  /** A file with the Authorization header for a DICOMweb service. */
  readonly headerFile?: string | undefined;
}

/** Whether a name is an address and no path. */
export function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/**
 * The source that is named. @throws SfumatoError `wrong-use` for an address that can't be one, `file-unreadable` for what
 * is neither a readable folder nor a table, and what `readAuthorization` throws.
 */
export async function namedSource({ source, headerFile }: SourceName): Promise<Source> {
  if (isAddress(source)) {
    const authorization = headerFile === undefined ? undefined : await readAuthorization(headerFile);
    return { kind: 'dicomweb', base: baseOf(source), authorization };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const sentence =
      'Of addresses only those of a DICOMweb service are taken, http:// or https://; name a folder or a table by its path.';
    throw new SfumatoError('wrong-use', sentence);
  }
  if (headerFile !== undefined) {
    throw new SfumatoError('wrong-use', 'A header file is for DICOMweb; folders and tables are read without.');
  }
  try {
    const path = await realpath(source);
    if ((await stat(path)).isDirectory()) {
      await readdir(path);
      return { kind: 'folder', folder: path };
    }
    return { kind: 'table', path, format: await formatOf(path) };
  } catch (cause) {
    if (isSfumatoError(cause)) {
      throw cause;
    }
    const why = WHY[systemCode(cause) ?? ''] ?? 'it cannot be read';
    throw notRead(why, cause);
  }
}

function baseOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '') {
    throw new SfumatoError('wrong-use', 'The address of a DICOMweb service looks like https://pacs.example/dicom-web.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new SfumatoError(
      'wrong-use',
      'An address is seen by others, so it holds no password; put user:password into a file and name it by --header-file.',
    );
  }
  return withoutEnd(url.href, '/');
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder or file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};

// The first four bytes of every Parquet file.
const PARQUET_MAGIC = 'PAR1';

/** By what the file begins with, and only then by its name. */
async function formatOf(path: string): Promise<'csv' | 'parquet'> {
  if (!(await stat(path)).isFile()) {
    throw notRead('it is neither a folder nor a file');
  }
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PARQUET_MAGIC.length));
    if (buffer.toString('latin1', 0, bytesRead) === PARQUET_MAGIC) {
      return 'parquet';
    }
  } finally {
    await file.close();
  }
  if (/\.csv$/i.test(path)) {
    return 'csv';
  }
  throw notRead(
    /\.parquet$/i.test(path)
      ? 'it is not a Parquet file, whatever it is called'
      : 'it is a file, and no table (.csv or .parquet)',
  );
}

/** Without the path: folders are called after patients, and sentences go to logs. */
function notRead(why: string, cause?: unknown): SfumatoError {
  const sentence = `Nothing was ingested from the source that was named: ${why}. Name a folder, a table or the address of a DICOMweb service.`;
  return new SfumatoError('file-unreadable', sentence, { cause });
}
