import { closeSync, fdatasync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readIfThere, writeDurably } from '../../base/files.ts';
import { isOutOfSpace, isSfumatoError, LIMITS, SfumatoError, systemCode } from '../../base/index.ts';

/** The nonces that a party has seen: each can be used once, across restarts. */
export interface NonceBook {
  /** Uses a nonce up; false when it was used before. Durable once it resolves. @throws when the file can't be written. */
  claim(nonce: string, untilMs: number): Promise<boolean>;
  close(): Promise<void>;
}

const LINE = /^(\d{1,15}) (\S{1,200})$/;
const FLOOR = 'floor';
const syncAsync = promisify(fdatasync);

interface Content {
  readonly untilByNonce: Map<string, number>;
  /** The latest expiry of a nonce that was forgotten: whatever expires no later may have been used. */
  readonly floorMs: number;
}

/**
 * Opens the book of a folder: a file of its own, appended to and synced before a nonce counts as used. It isn't the journal, which
 * keeps for ever what it is told; a nonce is of use for minutes. Nonces whose messages have long expired are dropped when there are
 * many, and nothing that expires no later than those is accepted again, whatever the clock says.
 * `onFatal` is told when it can't be written: it never is again, so no message is taken until the process is started anew.
 * @throws SfumatoError `disk-full`, `file-unwritable`.
 */
export async function openNonceBook(
  folder: string,
  nowMs: () => number,
  onFatal: (error: SfumatoError) => void = () => undefined,
): Promise<NonceBook> {
  const file = join(folder, 'nonces.log');
  let [content, descriptor] = opened(file, nowMs());
  let lines: string[] = [];
  let writing: Promise<void> = Promise.resolve();
  let appended = 0;
  let isClosed = false;
  const append = async (batch: readonly string[]): Promise<void> => {
    // As the journal does: the page cache takes it at once, and one trip to the thread pool makes it durable.
    writeFileSync(descriptor, batch.join(''));
    await syncAsync(descriptor);
    appended += batch.length;
    if (appended > LIMITS.noncesPerFile) {
      content = compacted(content, nowMs());
      const next = rewritten(file, content);
      closeSync(descriptor);
      descriptor = next;
      appended = 0;
    }
  };
  const write = async (): Promise<void> => {
    const batch = lines;
    lines = [];
    try {
      await append(batch);
    } catch (cause) {
      onFatal(unwritable(file, cause));
      throw cause;
    }
  };
  return Object.freeze({
    async claim(nonce: string, untilMs: number) {
      if (isClosed) {
        throw new SfumatoError('interrupted', 'This process is ending; send the message again.');
      }
      if (content.untilByNonce.has(nonce) || untilMs <= content.floorMs) {
        return false;
      }
      content.untilByNonce.set(nonce, untilMs);
      lines.push(`${untilMs} ${nonce}\n`);
      // Those that come in one turn, and while the last are written, share a write. After a failure every later one fails too.
      if (lines.length === 1) {
        writing = writing.then(endOfTurn).then(write);
      }
      await writing;
      return true;
    },
    async close() {
      isClosed = true;
      await writing.catch(() => undefined);
      closeSync(descriptor);
    },
  });
}

/** Whatever has arrived by now is read before this resolves. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function opened(file: string, nowMs: number): [Content, number] {
  try {
    const content = compacted(readContent(file), nowMs);
    return [content, rewritten(file, content)];
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): SfumatoError {
  const cause = isSfumatoError(error) ? error.cause : error;
  if (isOutOfSpace(cause)) {
    return new SfumatoError('disk-full', `There is no space left to write ${file}; free some and start again.`, {
      cause,
    });
  }
  const sentence = `${file} could not be read and written (${systemCode(cause) ?? 'it can’t be read'}); look at the rights of it and of its folder.`;
  return new SfumatoError('file-unwritable', sentence, { cause });
}

function readContent(file: string): Content {
  const lines = (readIfThere(file) ?? '').split('\n');
  const untilByNonce = new Map<string, number>();
  let floorMs = 0;
  // What follows the last line feed was cut short by a crash; its message was not accepted.
  for (const line of lines.slice(0, -1)) {
    const [, until, nonce] = LINE.exec(line) ?? [];
    if (nonce === FLOOR) {
      floorMs = Math.max(floorMs, Number(until));
    } else if (nonce !== undefined) {
      untilByNonce.set(nonce, Number(until));
    }
  }
  return { untilByNonce, floorMs };
}

/** Drops what has expired, two differences of clocks ago, once there are many. */
function compacted({ untilByNonce, floorMs }: Content, nowMs: number): Content {
  if (untilByNonce.size <= LIMITS.noncesPerFile) {
    return { untilByNonce, floorMs };
  }
  const kept = new Map<string, number>();
  let floor = floorMs;
  for (const [nonce, untilMs] of untilByNonce) {
    if (untilMs < nowMs - 2 * LIMITS.linkSkewMs) {
      floor = Math.max(floor, untilMs);
    } else {
      kept.set(nonce, untilMs);
    }
  }
  return { untilByNonce: kept, floorMs: floor };
}

function rewritten(file: string, { untilByNonce, floorMs }: Content): number {
  const lines = [...untilByNonce].map(([nonce, untilMs]) => `${untilMs} ${nonce}\n`);
  writeDurably(file, `${floorMs} ${FLOOR}\n${lines.join('')}`);
  return openSync(file, 'a', 0o600);
}
