import { dirname, resolve } from 'node:path';
import { SfumatoError } from '../base/index.ts';
import { type ContentType, createPost, type MessageFault, type Post } from '../link/index.ts';
import { environmentVariable } from './environment.ts';
import { listed } from './listed.ts';
import { readTextFile } from './load.ts';
import type { Shell } from './shell.ts';

/** How a configuration has its process get out. Paths are relative to its file. */
interface OutboundSettings {
  readonly proxy?: string | undefined;
  readonly certificates?: string | undefined;
}

/** The HTTP client of a process's links; what the configuration leaves out comes from `HTTPS_PROXY` and `NO_PROXY`. */
export function postOf({ proxy, certificates }: OutboundSettings, configFile: string, type?: ContentType): Post {
  const noProxy = listed(environmentVariable('NO_PROXY') ?? '');
  const outbound = {
    proxy: proxy ?? proxyOfEnvironment(),
    noProxy: noProxy.filter((name) => name !== ''),
    certificates:
      certificates === undefined
        ? undefined
        : readTextFile(resolve(dirname(configFile), certificates), 'file of certificate authorities'),
  };
  return createPost(outbound, type);
}

function proxyOfEnvironment(): string | undefined {
  const proxy = environmentVariable('HTTPS_PROXY');
  if (proxy === undefined || proxy === '') {
    return undefined;
  }
  if (!URL.canParse(proxy) || new URL(proxy).protocol !== 'http:') {
    throw new SfumatoError(
      'config-invalid',
      'HTTPS_PROXY is no address such as http://proxy.example:3128; mend or unset it.',
    );
  }
  return proxy;
}

/** Tells the operator of refused messages: the first of each kind, then every hundredth, so that a flood fills no log. */
export function tellRefused({ terminal }: Pick<Shell, 'terminal'>): (fault: MessageFault) => void {
  const counts = new Map<MessageFault, number>();
  return (fault) => {
    const count = (counts.get(fault) ?? 0) + 1;
    counts.set(fault, count);
    if (count % 100 === 1) {
      terminal.note(`A message was refused (${fault}); ${count} of this kind since the start.`);
    }
  };
}
