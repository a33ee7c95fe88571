import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guarded, removeDurably, syncPath } from '../../base/files.ts';
import {
  assert,
  bytesToHex,
  type Entropy,
  formatNoteKey,
  hmacSha256,
  logOrigin,
  noteKeyOf,
  SfumatoError,
  utf8ToBytes,
} from '../../base/index.ts';
import { type KeyPurpose, readKeyFile, writeKeyFile } from './key-file.ts';
import { namesIn } from './there.ts';

/** A purpose whose key can be rotated. */
export type RingPurpose = Extract<KeyPurpose, 'seal' | 'checkpoint'>;

/**
 * The secret keys of one purpose that are at hand: one in use, which one the journal says, and former ones. The one in use is
 * `<purpose>.key`, another `<purpose>-<first 8 digits of its fingerprint>.key`; only content and journal count, not the names.
 */
export interface KeyRing {
  readonly purpose: RingPurpose;
  /** The fingerprint of a key, as the journal has it. */
  idOf(key: Uint8Array): string;
  /** Every key at hand by fingerprint, the one in use first. */
  ids(): readonly string[];
  /** A key at hand. */
  keyOf(id: string): Uint8Array | undefined;
  /** The key in use. @throws AssertionFailure before `use`. */
  current(): Uint8Array;
  /** Every key at hand but those that rest, the one in use first. */
  all(): readonly Uint8Array[];
  /** The fingerprint of the key in the file with the plain name. @throws SfumatoError as `readKeyFile`. */
  named(): string;
  /** Leaves a key that isn't in use out of `all`, until it is dropped or wakes. */
  rest(id: string, rests: boolean): void;
  /** Says which key is in use, puts file names right, deletes what a crash left. @throws SfumatoError `key-invalid` when it isn't at hand. */
  use(id: string): void;
  /** Makes another key, durable and not in use yet; gives its fingerprint. */
  make(entropy: Entropy): string;
  /** Deletes the file of a key that isn't in use, if it is there, and what a crash left beside the files. */
  drop(id: string): void;
}

/** Whether a key is at hand. @throws SfumatoError `key-invalid`. */
export function assertAtHand({ purpose, ids }: Pick<KeyRing, 'purpose' | 'ids'>, id: string): void {
  if (!ids().includes(id)) {
    const sentence = `The ${purpose} key is not the one that this site uses; restore that one.`;
    throw new SfumatoError('key-invalid', sentence);
  }
}

/** A fingerprint says nothing of its key. */
export function keyFingerprint(key: Uint8Array): string {
  return bytesToHex(hmacSha256(key, utf8ToBytes('sfumato/key-fingerprint/v1')));
}

/** The first 8 digits of a fingerprint, as people and file names have it; of a log key its C2SP key id. */
export function shortId(id: string): string {
  return (id.split('+')[1] ?? id).slice(0, 8);
}

/** The keys that seal stored answers, leases, the register and the quarantine list. @throws SfumatoError as `readKeyFile`. */
export function sealRing(folder: string): KeyRing {
  return keyRing({ folder, purpose: 'seal', idOf: keyFingerprint });
}

/** The keys that sign checkpoints; their fingerprints are the log's keys as C2SP writes them. @throws SfumatoError as `readKeyFile`. */
export function checkpointRing(folder: string, site: string): KeyRing {
  const idOf = (key: Uint8Array): string => formatNoteKey(noteKeyOf(logOrigin(site), 'log', key));
  return keyRing({ folder, purpose: 'checkpoint', idOf });
}

interface RingParts {
  readonly folder: string;
  readonly purpose: RingPurpose;
  readonly idOf: (key: Uint8Array) => string;
}

interface Slot {
  readonly key: Uint8Array;
  file: string;
}

function keyRing({ folder, purpose, idOf }: RingParts): KeyRing {
  const keys = join(folder, 'keys');
  const slots = new Map<string, Slot>();
  const resting = new Set<string>();
  const main = join(keys, `${purpose}.key`);
  const aside = (id: string): string => join(keys, `${purpose}-${shortId(id)}.key`);
  const read = (file: string): void => {
    const key = readKeyFile(file, purpose);
    slots.set(idOf(key), { key, file });
  };
  for (const file of filesOf(keys, purpose)) {
    read(file);
  }
  let used: string | undefined;
  const ids = (): readonly string[] => [...slots.keys()].sort((left) => (left === used ? -1 : 0));
  const current = (): Uint8Array => {
    const slot = slots.get(used ?? '');
    assert(slot !== undefined, 'the journal says which key is in use before one is used');
    return slot.key;
  };
  return Object.freeze({
    purpose,
    idOf,
    ids,
    keyOf: (id) => slots.get(id)?.key,
    current,
    all: () => ids().flatMap((id) => (resting.has(id) ? [] : (slots.get(id)?.key ?? []))),
    named: () => idOf(readKeyFile(main, purpose)),
    rest(id, rests) {
      assert(id !== used, 'the key in use stays');
      rests ? resting.add(id) : resting.delete(id);
    },
    use(id) {
      assertAtHand({ purpose, ids }, id);
      used = id;
      settleNames(slots, { used, main, aside });
      removeLeftovers(keys, purpose);
    },
    make(entropy) {
      const fresh = join(keys, `${purpose}-new.key`);
      // What a crash left under this name was never used.
      rmSync(fresh, { force: true });
      writeKeyFile(fresh, purpose, entropy);
      const id = idOf(readKeyFile(fresh, purpose));
      moveFile(fresh, aside(id));
      read(aside(id));
      return id;
    },
    drop(id) {
      assert(id !== used, 'the key in use stays');
      const slot = slots.get(id);
      slots.delete(id);
      if (slot !== undefined) {
        removeDurably(slot.file);
      }
      removeLeftovers(keys, purpose);
    },
  } satisfies KeyRing);
}

function filesOf(keys: string, purpose: RingPurpose): readonly string[] {
  const name = new RegExp(`^${purpose}(-[0-9a-f]{8})?\\.key$`);
  const found = namesIn(keys).filter((file) => name.test(file));
  return found.sort().map((file) => join(keys, file));
}

/** A crash while a key was put in place may leave it under a second name, which would outlive the first. */
function removeLeftovers(keys: string, purpose: RingPurpose): void {
  const names = [`${purpose}.key.partial`, `${purpose}-new.key.partial`];
  for (const name of namesIn(keys).filter((file) => names.includes(file))) {
    removeDurably(join(keys, name));
  }
}

interface Names {
  readonly used: string;
  readonly main: string;
  readonly aside: (id: string) => string;
}

/** The key in use gets the plain name, all others the names of their own; whenever a crash comes, every key keeps a file. */
function settleNames(slots: ReadonlyMap<string, Slot>, { used, main, aside }: Names): void {
  for (const [id, slot] of slots) {
    if (id !== used && slot.file === main) {
      moveSlot(slot, aside(id));
    }
  }
  const slot = slots.get(used);
  if (slot !== undefined && slot.file !== main) {
    moveSlot(slot, main);
  }
}

function moveSlot(slot: Slot, file: string): void {
  moveFile(slot.file, file);
  slot.file = file;
}

function moveFile(from: string, to: string): void {
  guarded(to, () => {
    renameSync(from, to);
    syncPath(dirname(to));
  });
}
