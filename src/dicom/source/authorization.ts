import { type FileHandle, open } from 'node:fs/promises';
import { isSfumatoError, LIMITS, SfumatoError } from '../../base/index.ts';

const OTHERS = 0o077;
const HEADER = /^Authorization: *(\S[\x20-\x7e]{0,8000})$/i;
const USER_AND_PASSWORD = /^[^:\s][^:]{0,200}:.{0,2000}$/;

/**
 * The value of the Authorization header that a file holds: in its one line the header itself, or `user:password` for
 * basic authentication (RFC 7617). Arguments and environment are seen by others, so it is never given there.
 * @throws SfumatoError `file-unreadable`, `key-invalid` when others may read the file or it holds neither.
 */
export async function readAuthorization(file: string): Promise<string> {
  const text = (await guarded(file)).trim();
  const header = HEADER.exec(text)?.[1];
  if (header !== undefined) {
    return header;
  }
  if (!text.includes('\n') && USER_AND_PASSWORD.test(text)) {
    return `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
  }
  throw new SfumatoError(
    'key-invalid',
    `${file} must hold one line: “Authorization: …”, or user:password for basic authentication.`,
  );
}

async function guarded(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { mode } = await handle.stat();
      if ((mode & OTHERS) !== 0) {
        throw new SfumatoError('key-invalid', `${file} can be read by others; give it to its owner alone (chmod 600).`);
      }
      return await headerIn(handle);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (isSfumatoError(cause)) {
      throw cause;
    }
    throw new SfumatoError('file-unreadable', `The header file ${file} cannot be read; check the path.`, { cause });
  }
}

/** What a file, a pipe or a device gives; nothing where that is longer than any header, and no more of it is read then. */
async function headerIn(handle: FileHandle): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of handle.createReadStream({ end: LIMITS.secretFileBytesMax, autoClose: false })) {
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  return bytes.length > LIMITS.secretFileBytesMax ? '' : bytes.toString('utf8');
}
