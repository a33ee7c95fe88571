import { X509Certificate } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { SfumatoError } from '../../base/index.ts';
import { createPost, type Post } from '../../link/index.ts';
import { environmentVariable } from '../environment.ts';
import { readTextFile } from '../files/read-text.ts';
import { listed } from '../options/listed.ts';

/** How a configuration has its process get out. Paths are relative to its file. */
interface OutboundSettings {
  readonly proxy?: string | undefined;
  readonly certificates?: string | undefined;
}

/** The HTTP client of a process's links; what the configuration leaves out comes from `HTTPS_PROXY` and `NO_PROXY`. */
export function postOf({ proxy, certificates }: OutboundSettings, configFile: string): Post {
  const noProxy = listed(environmentVariable('NO_PROXY') ?? '');
  const outbound = {
    proxy: proxy ?? proxyOfEnvironment(),
    noProxy: noProxy.filter((name) => name !== ''),
    certificates: certificates === undefined ? undefined : authoritiesIn(resolve(dirname(configFile), certificates)),
  };
  return createPost(outbound);
}

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/** The text of a file of authorities. Node takes one without any certificate, and then trusts nobody without a word. */
function authoritiesIn(file: string): string {
  const what = 'file of certificate authorities';
  const text = readTextFile(file, what);
  const found = text.match(CERTIFICATE) ?? [];
  if (found.length === 0 || !found.every(isCertificate)) {
    const why = found.length === 0 ? 'has no certificate in it' : 'has a certificate in it that can’t be read';
    throw new SfumatoError(
      'config-invalid',
      `The ${what} ${file} ${why}; it is to hold PEM text, from BEGIN CERTIFICATE to END CERTIFICATE.`,
    );
  }
  return text;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
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
