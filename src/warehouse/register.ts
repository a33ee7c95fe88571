import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
} from '../base/index.ts';
import { writeDurably } from './durable-file.ts';
import { decodeRegister, encodeEvents, encodeRegister, type IntakeEvent, type Mark } from './register-codec.ts';

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
}

/**
 * Which intake block each patient belongs to, and who opted out. It only grows: withdrawal, retention and key rotation
 * take nothing out of it, so nobody ever gets a second block. Changes are durable after `save`.
 */
export interface Register {
  readonly intakeOf: (pseudonym: string) => Intake;
  /** Gives patients without a block this one. */
  readonly admit: (pseudonyms: readonly string[], block: number) => void;
  /** For good: nobody who withdrew comes back. */
  readonly optOut: (pseudonyms: readonly string[]) => void;
  /** Writes the register as one durable step and gives its digest under a fresh salt. @throws SfumatoError as `writeDurably`. */
  readonly save: () => RegisterDigest;
}

/** How a register is opened. */
export interface RegisterOptions {
  /** The site's folder; the register is `register.sealed` in it. */
  readonly folder: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
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

/**
 * Opens the intake register of a site. It may be ahead of the last snapshot record (opt-outs since, a publish that a crash
 * cut short), never behind it: an older copy would give patients a second block.
 * @throws SfumatoError `register-missing` when the journal knows of one and the file is gone; `register-corrupt` when it
 *   doesn't open under this key or doesn't contain the state of the last snapshot record; `file-unreadable`.
 */
export function openRegister(options: RegisterOptions): Register {
  const { folder, key, entropy, expected } = options;
  assert(key.length === 32, 'the register is sealed under a 32-byte key');
  const file = registerFile(folder);
  const sealing = { key, context: CONTEXT };
  if (!existsSync(file)) {
    if (expected !== undefined) {
      const sentence = `The intake register ${file} is missing; restore it from a backup, nothing can be published without it.`;
      throw new SfumatoError('register-missing', sentence);
    }
    return registerOver({ events: [], marks: [] }, { file, sealing, entropy });
  }
  const content = readSealed(file, sealing);
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

interface Content {
  readonly events: readonly IntakeEvent[];
  readonly marks: readonly Mark[];
}

function readSealed(file: string, sealing: Sealing): Content {
  let box: Uint8Array;
  try {
    box = readFileSync(file);
  } catch (cause) {
    throw new SfumatoError('file-unreadable', `The intake register ${file} could not be read; look at its rights.`, {
      cause,
    });
  }
  const plain = unseal(box, sealing);
  const content = plain === undefined ? undefined : decodeRegister(plain);
  if (content === undefined) {
    const sentence = `The intake register ${file} does not open with this site's key; restore both from one backup.`;
    throw new SfumatoError('register-corrupt', sentence);
  }
  return content;
}

function containsMark({ events, marks }: Content, expected: RegisterDigest): boolean {
  const mark = marks.find(({ registerSalt }) => registerSalt === expected.registerSalt);
  if (mark === undefined || mark.events > events.length) {
    return false;
  }
  return digestOf(events.slice(0, mark.events), expected.registerSalt) === expected.registerDigest;
}

function digestOf(events: readonly IntakeEvent[], salt: string): string {
  return bytesToHex(sha256(hexToBytes(salt), encodeEvents(events)));
}

interface Storage {
  readonly file: string;
  readonly sealing: Sealing;
  readonly entropy: Entropy;
}

function registerOver(content: Content, { file, sealing, entropy }: Storage): Register {
  const events = [...content.events];
  const marks = [...content.marks];
  const patients = new Map<string, Intake>();
  const record = (event: IntakeEvent): void => {
    events.push(event);
    patients.set(event.pseudonym, applied(patients.get(event.pseudonym), event));
  };
  for (const event of content.events) {
    patients.set(event.pseudonym, applied(patients.get(event.pseudonym), event));
  }
  const intakeOf = (pseudonym: string): Intake => patients.get(pseudonym) ?? UNKNOWN;
  return Object.freeze({
    intakeOf,
    admit(pseudonyms: readonly string[], block: number): void {
      for (const pseudonym of pseudonyms.filter((name) => intakeOf(name).block === undefined)) {
        record({ kind: 'admit', pseudonym, block });
      }
    },
    optOut(pseudonyms: readonly string[]): void {
      for (const pseudonym of pseudonyms.filter((name) => !intakeOf(name).optedOut)) {
        record({ kind: 'opt-out', pseudonym });
      }
    },
    save(): RegisterDigest {
      const registerSalt = bytesToHex(randomBytes(entropy, SALT_BYTES));
      marks.push({ events: events.length, registerSalt });
      writeDurably(file, seal(encodeRegister({ events, marks }), sealing, entropy));
      return Object.freeze({ registerSalt, registerDigest: digestOf(events, registerSalt) });
    },
  });
}

const UNKNOWN: Intake = Object.freeze({ block: undefined, optedOut: false });

function applied(before: Intake = UNKNOWN, event: IntakeEvent): Intake {
  if (event.kind === 'admit') {
    return Object.freeze({ block: before.block ?? event.block, optedOut: before.optedOut });
  }
  return Object.freeze({ block: before.block, optedOut: true });
}
