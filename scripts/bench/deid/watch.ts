import { linkSync, mkdirSync, readdirSync, readFileSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders under watch. */
export interface Watch {
  /** Ends the watch; everything that was seen lies in `kept` then. */
  stop(): void;
  /** How many files were kept. */
  kept(): number;
}

const EVERY_MS = 15;
const COPY_EVERY_MS = 150;
const COPY_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Keeps what appears in `folders` while processes run: every new file is linked into `into` at once, so that it stays
 * when it is deleted, and copied whenever it has changed, so that what it held for a while stays too.
 */
export function watchFolders(folders: readonly string[], into: string): Watch {
  mkdirSync(into, { recursive: true });
  const known = new Map<number, { stamp: string; copiedMs: number }>();
  let count = 0;
  const keep = (how: (from: string, to: string) => void, from: string): void => {
    try {
      how(from, join(into, String(count)));
      count += 1;
    } catch {
      // It was gone already.
    }
  };
  const look = (): void => {
    for (const { path, stat } of folders.flatMap(filesNow)) {
      const before = known.get(stat.ino);
      const stamp = `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
      if (before === undefined) {
        keep(linkSync, path);
      }
      const due = before === undefined || (before.stamp !== stamp && Date.now() - before.copiedMs >= COPY_EVERY_MS);
      if (due && stat.size > 0 && stat.size <= COPY_BYTES_MAX) {
        keep(copyNow, path);
        known.set(stat.ino, { stamp, copiedMs: Date.now() });
      } else if (before === undefined) {
        known.set(stat.ino, { stamp: '', copiedMs: 0 });
      }
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      look();
      clearInterval(timer);
    },
    kept: () => count,
  };
}

/** What a file holds at this moment. `copyFileSync` would never end on one that is cut meanwhile: it waits for all bytes that it had at first. */
function copyNow(from: string, to: string): void {
  writeFileSync(to, readFileSync(from));
}

function filesNow(folder: string): readonly { path: string; stat: Stats }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return filesNow(path);
      }
      const stat = entry.isFile() ? statSync(path, { throwIfNoEntry: false }) : undefined;
      return stat === undefined ? [] : [{ path, stat }];
    });
  } catch {
    return []; // a folder that went away meanwhile
  }
}
