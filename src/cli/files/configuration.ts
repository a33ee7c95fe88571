import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SfumatoError, systemCode } from '../../base/index.ts';
import { CoordinatorConfig } from '../../coordinator/index.ts';
import { NodeConfig } from '../../node/index.ts';
import { type Policy, parseYamlStrict } from '../../policy/index.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import { coordinatorRules, nodeRules } from './config-rules.ts';
import { readTextFile } from './read-text.ts';

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
  const config = parseYamlStrict({ text, file, schema: NodeConfig, rules: nodeRules, errorCode: 'config-invalid' });
  const folder = resolve(dirname(file), config.folder);
  requireFolder(folder, file);
  return { file, config, folder, policy: loadPolicyFile(resolve(dirname(file), config.policy)) };
}

/** A coordinator's configuration with its folder. @throws SfumatoError `config-invalid`. */
export function loadCoordinatorConfig(file: string): { config: CoordinatorConfig; folder: string } {
  const text = readConfig(file, 'coordinator');
  const schema = CoordinatorConfig;
  const config = parseYamlStrict({ text, file, schema, rules: coordinatorRules, errorCode: 'config-invalid' });
  const folder = resolve(dirname(file), config.folder);
  // The first start makes it; what is there and is none can never be one.
  if (existsSync(folder)) {
    requireFolder(folder, file);
  }
  return { config, folder };
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
  // Editors of Windows begin a text with a byte order mark, which YAML allows.
  return new RegExp(`^\\uFEFF?kind: *["']?${kind}\\b`, 'm').test(text);
}

/** Which kind of process a configuration is for, and its folder; neither policy nor keys are looked at. */
export function parseYamlKind(file: string): { kind: 'node' | 'coordinator'; folder: string } {
  const text = readTextFile(file, 'configuration');
  const { kind, folder } = isOf('coordinator', text)
    ? parseYamlStrict({ text, file, schema: CoordinatorConfig, errorCode: 'config-invalid' })
    : parseYamlStrict({ text, file, schema: NodeConfig, errorCode: 'config-invalid' });
  return { kind, folder: resolve(dirname(file), folder) };
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
    const why = existsSync(folder) ? 'is no folder; mend' : 'does not exist; make it or mend';
    const sentence = `${file}: the folder ${folder} ${why} \`folder\`.`;
    throw new SfumatoError('config-invalid', sentence);
  }
}
