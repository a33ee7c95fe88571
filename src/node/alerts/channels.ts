import { resolve } from 'node:path';
import { type Fetch, LIMITS, SfumatoError } from '../../base/index.ts';
import { bytesUpTo } from '../bytes-up-to.ts';
import { readKeyFile } from '../keys/key-file.ts';
import type { ChannelName } from './alert-log.ts';
import type { AlertsConfig } from './config.ts';
import { mail } from './smtp.ts';
import { type Deliver, webhook } from './webhook.ts';

/** What channels are made of. */
export interface ChannelParts {
  readonly config: AlertsConfig;
  /** The site's folder: paths of key and password are relative to it. */
  readonly folder: string;
  readonly fetch: Fetch;
  readonly nowMs: () => number;
}

/** The ways to people that a configuration names. @throws SfumatoError `key-missing`, `key-invalid` or `file-unreadable`. */
export function channelsOf({ config, folder, fetch, nowMs }: ChannelParts): ReadonlyMap<ChannelName, Deliver> {
  const channels = new Map<ChannelName, Deliver>();
  const { webhook: hook, smtp } = config;
  if (hook !== undefined) {
    const key = readKeyFile(resolve(folder, hook.keyFile), 'webhook');
    channels.set('webhook', webhook({ url: hook.url, key, fetch, nowMs }));
  }
  if (smtp !== undefined) {
    const password = smtp.passwordFile === undefined ? undefined : readPassword(resolve(folder, smtp.passwordFile));
    channels.set('smtp', mail({ smtp, password }));
  }
  return channels;
}

function readPassword(file: string): string {
  const named = `The password file ${file} of \`alerts.smtp\``;
  let bytes: Buffer | undefined;
  try {
    bytes = bytesUpTo(file, LIMITS.secretFileBytesMax);
  } catch (cause) {
    throw new SfumatoError('file-unreadable', `${named} could not be read.`, { cause });
  }
  if (bytes === undefined) {
    throw new SfumatoError('file-unreadable', `${named} is larger than a password; check the path.`);
  }
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}
