import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../../base/files.ts';
import {
  assert,
  bytesToHex,
  type Entropy,
  hexToBytes,
  randomBytes,
  type Sealing,
  SfumatoError,
  seal,
  sha256,
  unseal,
} from '../../base/index.ts';
import { KeyTable, readKey } from '../key-table.ts';
import { decodeRegister, encodeRegister, type RegisterContent } from './codec.ts';
import { IntakeEvents } from './intake-events.ts';
import { blockOf, type IntakeEvent, isOptedOut, scopeOf, standingAfter } from './standing.ts';

/** What a `snapshot` record says of the register; without the salt it would tell whether anybody came or went. */
export interface RegisterDigest {
  /** 32 random bytes, hex. */
  readonly registerSalt: string;
  /** SHA-256 over salt and content, hex. */
  readonly registerDigest: string;
}

/** What the register knows of one patient. */
export interface Intake {
  /** Calendar year of the first publish, for ever; `undefined` for one who opted out before any. */
  readonly block: number | undefined;
  readonly optedOut: boolean;
  /** The purposes that the patient allows: one bit each of 32; all of them for who never narrowed it. */
  readonly scope: number;
}

/**
 * Which intake block each patient belongs to, who opted out, and which purposes are allowed. It only grows: withdrawal, retention and key rotation
 * take nothing out of it, so nobody ever gets a second block. Changes are durable after `save`.
 */
export interface Register {
  readonly intakeOf: (pseudonym: string) => Intake;
  /** Gives patients without a block this one. */
  readonly admit: (pseudonyms: readonly string[], block: number) => void;
  /** Admits one patient, unless the patient opted out, and gives the standing after that. */
  readonly admitOne: (pseudonym: string, block: number) => Intake;
  /** For good: nobody who withdrew comes back. */
  readonly optOut: (pseudonyms: readonly string[]) => void;
  /**
   * Leaves patients the purposes of this mask that they allow still, for good: a later list narrows, and never widens. Who has none
   * left has opted out.
   */
  readonly narrow: (pseudonyms: readonly string[], allowed: number) => void;
  /** Writes the register as one durable step and gives its digest under a fresh salt. @throws SfumatoError as `writeDurably`. */
  readonly save: () => RegisterDigest;
}

/** How a register is opened. */
export interface RegisterOptions {
  /** The site's folder; the register is `register.sealed` in it. */
  readonly folder: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Keys that it may still be sealed under, until it is saved. */
  readonly formerKeys?: readonly Uint8Array[];
  readonly entropy: Entropy;
  /** What the last snapshot record says; `undefined` when nothing was published yet. */
  readonly expected: RegisterDigest | undefined;
}

const CONTEXT = 'sfumato/intake-register/v1';
const SALT_BYTES = 32;

/** The register's file in a site's folder. */
export function registerFile(folder: string): string {
  return join(folder, 'register.sealed');
}

/** Looks that a register is there, where the journal knows of one. @throws SfumatoError `register-missing`. */
export function requireRegister(folder: string): void {
  const file = registerFile(folder);
  if (!existsSync(file)) {
    const sentence = `The intake register ${file} is missing; restore it from a backup, nothing can be published without it.`;
    throw new SfumatoError('register-missing', sentence);
  }
}

/**
 * Opens the intake register of a site. It may be ahead of the last snapshot record (opt-outs since, a publish that a crash
 * cut short), never behind it: an older copy would give patients a second block.
 * @throws SfumatoError `register-missing` when the journal knows of one and the file is gone; `register-corrupt` when it
 *   doesn't open under this key or doesn't contain the state of the last snapshot record; `file-unreadable`.
 */
export function openRegister(options: RegisterOptions): Register {
  const { folder, key, formerKeys = [], entropy, expected } = options;
  assert(key.length === 32, 'the register is sealed under a 32-byte key');
  const file = registerFile(folder);
  const sealing = { key, context: CONTEXT };
  if (expected !== undefined) {
    requireRegister(folder);
  }
  if (!existsSync(file)) {
    return registerOver({ events: IntakeEvents.none(), marks: [] }, { file, sealing, entropy });
  }
  const content = readSealed(file, [key, ...formerKeys]);
  if (expected === undefined && content.marks.length > 0) {
    const sentence = `The intake register ${file} knows of a publish that the journal doesn't; restore the journal (or, if the very first publish was cut short, remove the register).`;
    throw new SfumatoError('register-corrupt', sentence);
  }
  if (expected !== undefined && !containsMark(content, expected)) {
    const sentence = `The intake register ${file} is older than the last snapshot; restore the newest copy of it.`;
    throw new SfumatoError('register-corrupt', sentence);
  }
  return registerOver(content, { file, sealing, entropy });
}

function readSealed(file: string, keys: readonly Uint8Array[]): RegisterContent {
  let box: Uint8Array;
  try {
    box = readFileSync(file);
  } catch (cause) {
    throw new SfumatoError('file-unreadable', `The intake register ${file} could not be read; look at its rights.`, {
      cause,
    });
  }
  const [plain] = keys.flatMap((key) => unseal(box, { key, context: CONTEXT }) ?? []);
  const content = plain === undefined ? undefined : decodeRegister(plain);
  if (content === undefined) {
    const sentence = `The intake register ${file} does not open with this site's key; restore both from one backup.`;
    throw new SfumatoError('register-corrupt', sentence);
  }
  return content;
}

/** What a register is sealed with anew. */
export type ResealRegister = Pick<RegisterOptions, 'folder' | 'key' | 'entropy'> & {
  readonly formerKeys: readonly Uint8Array[];
};

/** Seals the register of a site, if there is one, under another key, as one durable step. @throws SfumatoError as `openRegister`. */
export function resealRegister({ folder, key, formerKeys, entropy }: ResealRegister): void {
  const file = registerFile(folder);
  if (existsSync(file)) {
    const content = readSealed(file, [key, ...formerKeys]);
    writeDurably(file, seal(encodeRegister(content), { key, context: CONTEXT }, entropy));
  }
}

function containsMark({ events, marks }: RegisterContent, expected: RegisterDigest): boolean {
  const mark = marks.find(({ registerSalt }) => registerSalt === expected.registerSalt);
  if (mark === undefined || mark.events > events.count) {
    return false;
  }
  return digestOf(events.bytes(mark.events), expected.registerSalt) === expected.registerDigest;
}

function digestOf(events: Uint8Array, salt: string): string {
  return bytesToHex(sha256(hexToBytes(salt), events));
}

interface Storage {
  readonly file: string;
  readonly sealing: Sealing;
  readonly entropy: Entropy;
}

function registerOver(content: RegisterContent, { file, sealing, entropy }: Storage): Register {
  const { events } = content;
  const marks = [...content.marks];
  const standings = new KeyTable();
  events.forEach((pseudonym, event) => {
    standings.set(pseudonym, standingAfter(standings.get(pseudonym), event));
  });
  const key = new Uint32Array(4);
  const standingOf = (pseudonym: string): number => {
    readKey(pseudonym, key);
    return standings.get(key);
  };
  /** Records an event of the patient whom `standingOf` looked up last, unless it changes nothing. */
  const record = (standing: number, event: IntakeEvent): number => {
    const after = standingAfter(standing, event);
    if (after !== standing) {
      events.push(key, event);
      standings.set(key, after);
    }
    return after;
  };
  return Object.freeze({
    intakeOf: (pseudonym: string) => intakeOf(standingOf(pseudonym)),
    admit(pseudonyms: readonly string[], block: number): void {
      for (const pseudonym of pseudonyms) {
        record(standingOf(pseudonym), { kind: 'admit', block });
      }
    },
    admitOne(pseudonym: string, block: number): Intake {
      const standing = standingOf(pseudonym);
      return intakeOf(isOptedOut(standing) ? standing : record(standing, { kind: 'admit', block }));
    },
    optOut(pseudonyms: readonly string[]): void {
      for (const pseudonym of pseudonyms) {
        record(standingOf(pseudonym), { kind: 'opt-out' });
      }
    },
    narrow(pseudonyms: readonly string[], allowed: number): void {
      for (const pseudonym of pseudonyms) {
        record(standingOf(pseudonym), { kind: 'scopes', allowed });
      }
    },
    save(): RegisterDigest {
      const registerSalt = bytesToHex(randomBytes(entropy, SALT_BYTES));
      marks.push({ events: events.count, registerSalt });
      writeDurably(file, seal(encodeRegister({ events, marks }), sealing, entropy));
      return Object.freeze({ registerSalt, registerDigest: digestOf(events.bytes(events.count), registerSalt) });
    },
  });
}

function intakeOf(standing: number): Intake {
  return { block: blockOf(standing), optedOut: isOptedOut(standing), scope: scopeOf(standing) };
}
