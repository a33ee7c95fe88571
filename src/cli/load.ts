import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SfumatoError, systemCode } from '../base/index.ts';
import { Draft } from '../contract/index.ts';
import { CoordinatorConfig } from '../coordinator/index.ts';
import { NodeConfig } from '../node/index.ts';
import { loadPolicy, type Policy, parseYamlStrict } from '../policy/index.ts';

/** A file's text. @throws SfumatoError `file-unreadable` with one sentence that says what to do. */
export function readTextFile(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = systemCode(cause) === 'ENOENT' ? 'does not exist' : 'could not be read';
    throw new SfumatoError('file-unreadable', `The ${what} ${file} ${why}; check the path.`, { cause });
  }
}

/**
 * Writes a file for its owner only; with the flag `wx` never over another. @throws SfumatoError `file-unwritable` with one sentence that
 * says what to do.
 */
export function writeTextFile(file: string, text: string, flag: 'w' | 'wx' = 'w'): void {
  unlessUnwritable(file, () => writeFileSync(file, text, { mode: 0o600, flag }));
}

/** Looks whether a file could be written, before something is done that it shall hold. @throws SfumatoError as `writeTextFile`. */
export function requireWritable(file: string): void {
  unlessUnwritable(file, () => accessSync(existsSync(file) ? file : dirname(file), constants.W_OK));
}

/** Whether two names are of one file that is there, through links too. */
export function isSameFile(one: string, other: string): boolean {
  const [left, right] = [one, other].map((file) => statSync(file, { bigint: true, throwIfNoEntry: false }));
  return left !== undefined && right !== undefined && left.dev === right.dev && left.ino === right.ino;
}

function unlessUnwritable(file: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new SfumatoError('file-unwritable', `${file} could not be written; look at its folder and its rights.`, {
      cause,
    });
  }
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

/** A node's configuration with its folder and policy, found relative to the file. */
export function loadNodeConfig(file: string): LoadedNode {
  const text = readTextFile(file, 'configuration');
  const config = parseYamlStrict({ text, file, schema: NodeConfig, errorCode: 'config-invalid' });
  const folder = resolve(dirname(file), config.folder);
  requireFolder(folder, file);
  return { file, config, folder, policy: loadPolicyFile(resolve(dirname(file), config.policy)) };
}

/** A coordinator's configuration with its folder. */
export function loadCoordinatorConfig(file: string): { config: CoordinatorConfig; folder: string } {
  const text = readTextFile(file, 'configuration');
  const config = parseYamlStrict({ text, file, schema: CoordinatorConfig, errorCode: 'config-invalid' });
  return { config, folder: resolve(dirname(file), config.folder) };
}

/** Which kind of process a configuration is for, and its folder; neither policy nor keys are looked at. */
export function parseYamlKind(file: string): { kind: 'node' | 'coordinator'; folder: string } {
  const text = readTextFile(file, 'configuration');
  const coordinator = /^kind: *coordinator\b/m.test(text);
  const { kind, folder } = coordinator
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

/** A question written in JSON or YAML. */
export function loadDraft(file: string): Draft {
  return parseYamlStrict({ text: readTextFile(file, 'question'), file, schema: Draft, errorCode: 'request-invalid' });
}

function requireFolder(folder: string, file: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new SfumatoError(
      'config-invalid',
      `${file}: the folder ${folder} does not exist; make it or mend \`folder\`.`,
    );
  }
}
