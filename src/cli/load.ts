import { accessSync, closeSync, constants, lstatSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isOutOfSpace, LIMITS, printableCell, SfumatoError, systemCode, whyUnreadable } from '../base/index.ts';
import { CoordinatorConfig } from '../coordinator/index.ts';
import { bytesUpTo, NodeConfig } from '../node/index.ts';
import { loadPolicy, type Policy, parseYamlStrict } from '../policy/index.ts';

/**
 * A file's text, of at most `bytesMax` bytes: every text that somebody names is read here. @throws SfumatoError `file-unreadable` with one
 * sentence that says what to do.
 */
export function readTextFile(file: string, what: string, bytesMax: number = LIMITS.textFileBytesMax): string {
  const bytes = unlessUnreadable(file, what, () => bytesUpTo(file, bytesMax));
  if (bytes === undefined) {
    const sentence = `The ${what} ${printableCell(file)} is larger than ${bytesMax / 1024 ** 2} MiB, as no such file is; check the path.`;
    throw new SfumatoError('file-unreadable', sentence);
  }
  return bytes.toString('utf8');
}

function unlessUnreadable<T>(file: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const denied = `may not be read by this account${ownUid()}; look at the owner and the rights of it and of the folders above.`;
    const sentence = `The ${what} ${printableCell(file)} ${whyUnreadable(cause, denied)}`;
    throw new SfumatoError('file-unreadable', sentence, { cause });
  }
}

function ownUid(): string {
  const uid = process.geteuid?.();
  return uid === undefined ? '' : ` (uid ${uid})`;
}

/**
 * Writes a file for its owner only; with the flag `wx` never over another. @throws SfumatoError `file-unwritable` with one sentence that
 * says what to do.
 */
export function writeTextFile(file: string, text: string, flag: 'w' | 'wx' = 'w'): void {
  if (flag === 'w') {
    unlessUnwritable(file, () => writeFileSync(file, text, { mode: 0o600 }));
  } else {
    fillNew(file, 'wx', (write) => write(text));
  }
}

/** Writes a file for its owner only, never over another; a device, which holds nothing, is written to. @throws SfumatoError as `writeTextFile`. */
export function writeNewFile(file: string, text: string): void {
  fillNewFile(file, (write) => write(text));
}

/**
 * As `writeNewFile`, piece by piece. Where that fails, the file is gone again, so that the same command can be given anew.
 * @throws SfumatoError as `writeTextFile`, and whatever `fill` throws.
 */
export function fillNewFile(file: string, fill: (write: (text: string) => void) => void): void {
  fillNew(file, isDevice(file) ? 'w' : 'wx', fill);
}

function fillNew(file: string, flag: 'w' | 'wx', fill: (write: (text: string) => void) => void): void {
  const descriptor = unlessUnwritable(file, () => openSync(file, flag, 0o600));
  try {
    fill((text) => unlessUnwritable(file, () => writeFileSync(descriptor, text)));
  } catch (cause) {
    if (flag === 'wx') {
      rmSync(file, { force: true });
    }
    throw cause;
  } finally {
    closeSync(descriptor);
  }
}

/** Looks whether `writeNewFile` could write, before something is done that the file shall hold. @throws SfumatoError as `writeTextFile`. */
export function requireNew(file: string): void {
  const isThere = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  if (isThere && !isDevice(file)) {
    throw takenName(file);
  }
  unlessUnwritable(file, () => accessSync(isThere ? file : dirname(file), constants.W_OK));
}

function isDevice(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

function unlessUnwritable<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') {
      throw takenName(file, cause);
    }
    const sentence = isOutOfSpace(cause)
      ? `There is no space left to write ${printableCell(file)}; free some and start again.`
      : `${printableCell(file)} could not be written; look at its folder and its rights.`;
    throw new SfumatoError('file-unwritable', sentence, { cause });
  }
}

function takenName(file: string, cause?: unknown): SfumatoError {
  const sentence = `${printableCell(file)} is there already, and is not overwritten; name a file that doesn’t exist yet.`;
  return new SfumatoError('file-unwritable', sentence, cause === undefined ? {} : { cause });
}

/** A node's configuration with what it names. */
export interface LoadedNode {
  /** Where it was read: paths in it are relative to that. */
  readonly file: string;
  readonly config: NodeConfig;
  /** The site's folder, absolute. */
  readonly folder: string;
  readonly policy: Policy;
}

/** A node's configuration with its folder and policy, found relative to the file. @throws SfumatoError `config-invalid`. */
export function loadNodeConfig(file: string): LoadedNode {
  const text = readConfig(file, 'node');
  const config = parseYamlStrict({ text, file, schema: NodeConfig, errorCode: 'config-invalid' });
  const folder = resolve(dirname(file), config.folder);
  requireFolder(folder, file);
  return { file, config, folder, policy: loadPolicyFile(resolve(dirname(file), config.policy)) };
}

/** A coordinator's configuration with its folder. @throws SfumatoError `config-invalid`. */
export function loadCoordinatorConfig(file: string): { config: CoordinatorConfig; folder: string } {
  const text = readConfig(file, 'coordinator');
  const config = parseYamlStrict({ text, file, schema: CoordinatorConfig, errorCode: 'config-invalid' });
  return { config, folder: resolve(dirname(file), config.folder) };
}

const OF_KIND = {
  node: { is: 'a site’s configuration', wants: 'a site’s, node.yaml' },
  coordinator: { is: 'a coordinator’s configuration', wants: 'a coordinator’s' },
} as const;

type ConfigKind = keyof typeof OF_KIND;

/** The text of a configuration; one of the other kind would lack nearly all that this one has. */
function readConfig(file: string, kind: ConfigKind): string {
  const text = readTextFile(file, 'configuration');
  const other = kind === 'node' ? 'coordinator' : 'node';
  if (isOf(other, text)) {
    throw new SfumatoError(
      'config-invalid',
      `${file} is ${OF_KIND[other].is}; this command takes ${OF_KIND[kind].wants}.`,
    );
  }
  return text;
}

function isOf(kind: ConfigKind, text: string): boolean {
  return new RegExp(`^kind: *["']?${kind}\\b`, 'm').test(text);
}

/** Which kind of process a configuration is for, and its folder; neither policy nor keys are looked at. */
export function parseYamlKind(file: string): { kind: 'node' | 'coordinator'; folder: string } {
  const text = readTextFile(file, 'configuration');
  const { kind, folder } = isOf('coordinator', text)
    ? parseYamlStrict({ text, file, schema: CoordinatorConfig, errorCode: 'config-invalid' })
    : parseYamlStrict({ text, file, schema: NodeConfig, errorCode: 'config-invalid' });
  return { kind, folder: resolve(dirname(file), folder) };
}

/** A policy document. */
export function loadPolicyFile(file: string): Policy {
  return loadPolicy({ text: readTextFile(file, 'policy'), file });
}

/** The text of a policy that can be read: what is wrong with it is said with its file and line. @throws SfumatoError `policy-invalid`. */
export function readPolicyText(file: string): string {
  const text = readTextFile(file, 'policy');
  loadPolicy({ text, file });
  return text;
}

function requireFolder(folder: string, file: string): void {
  let isFolder: boolean | undefined;
  try {
    isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (cause) {
    const sentence = `${file}: the folder ${folder} can’t be looked at by this account (${systemCode(cause)}); look at the rights of the folders above it.`;
    throw new SfumatoError('config-invalid', sentence, { cause });
  }
  if (!isFolder) {
    const sentence = `${file}: the folder ${folder} does not exist; make it or mend \`folder\`.`;
    throw new SfumatoError('config-invalid', sentence);
  }
}
