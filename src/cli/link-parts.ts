import { X509Certificate } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { moreOf, SfumatoError } from '../base/index.ts';
import {
  type ContentType,
  createPost,
  type MessageFault,
  type PeerRole,
  type Post,
  type RelayState,
} from '../link/index.ts';
import { lacksKnownLinkKeys, makeLinkKeys } from '../node/index.ts';
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
    certificates: certificates === undefined ? undefined : authoritiesIn(resolve(dirname(configFile), certificates)),
  };
  return createPost(outbound, type);
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

/**
 * Makes a party's link keys where it has none, and says so where it had some that others may know: after that nobody takes its
 * messages until they have enrolled it again.
 */
export function linkKeysIn(
  folder: string,
  us: PeerRole,
  { terminal, entropy }: Pick<Shell, 'terminal' | 'entropy'>,
): readonly string[] {
  const isReplacing = lacksKnownLinkKeys(folder);
  const made = makeLinkKeys(folder, entropy);
  if (isReplacing) {
    terminal.note(
      `keys/link.key or keys/opening.key was missing: new link keys were made; every peer must enrol this ${us} anew (\`sfumato link show\` prints its text), or restore the files from the backup.`,
    );
  }
  return made;
}

const KEYS_TOLD_MAX = 10;

/**
 * Tells the operator of refused messages: the first of each kind, then every hundredth, so that a flood fills no log; and of the
 * first few keys that nobody here knows, so that who calls in and isn't enrolled yet can be found. A message names no sender.
 */
export function tellRefused({ terminal }: Pick<Shell, 'terminal'>): (fault: MessageFault, claimedKey?: string) => void {
  const counts = new Map<MessageFault, number>();
  const told = new Set<string>();
  return (fault, claimedKey) => {
    const count = (counts.get(fault) ?? 0) + 1;
    counts.set(fault, count);
    const isNew = claimedKey !== undefined && !told.has(claimedKey) && told.size < KEYS_TOLD_MAX;
    if (isNew) {
      told.add(claimedKey);
    }
    if (count % 100 === 1 || isNew) {
      const by =
        claimedKey === undefined
          ? ''
          : `, said to be signed with the key ${claimedKey}, which is in the public text of its party`;
      terminal.note(`A message was refused (${fault}${by}); ${count} of this kind since the start.`);
    }
  };
}

interface Relay {
  readonly url: string;
  readonly party: string;
  /** What went wrong, if something did. */
  readonly error?: unknown;
}

/** What a site's operator reads when it stands otherwise to its relay. */
export function relaySentence(state: RelayState, { url, party, error }: Relay): string {
  const more = moreOf(error, { url, trust: '`certificates`' });
  switch (state) {
    case 'refused':
      return `The relay at ${url} refuses this site’s messages: compare each side’s fingerprint with what the other has enrolled (\`sfumato link show\`), and the clocks.`;
    case 'another':
      return `What answers at ${url} is not ${party}, or could not answer: look at the address, and ask its people whether they have a new key.`;
    case 'unreachable':
      return `The relay at ${url} does not answer yet; this site goes on calling it.${more}`;
    case 'lost':
      return `The relay at ${url} is lost.${more}`;
    default:
      return `The relay at ${url} is ${state}.`;
  }
}

/** What a coordinator's operator reads when a second process calls in for a site, and when there is one again. */
export function doubledSentence(site: string, isDoubled: boolean): string {
  return isDoubled
    ? `Two processes call in as ${site}: a copy of that site runs beside it, and a question may reach both. Have its people stop the one that is not to go on (\`sfumato status\` at each); no other site is concerned.`
    : `One process calls in as ${site} again.`;
}
