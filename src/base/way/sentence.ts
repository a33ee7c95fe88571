import { type WayFault, wayFaultOf } from './fault.ts';

/** Where a message was to go, and what whoever reads the sentence can mend. */
export interface Way {
  readonly url: string;
  /** Where the authorities are named that this process trusts. */
  readonly trust: '`certificates`' | 'NODE_EXTRA_CA_CERTS';
  /** It is never called by way of a proxy. */
  readonly isDirect?: boolean;
}

/** What follows the sentence that somebody did not answer: the fault, where there is more to it than that nobody is there. */
export function moreOf(error: unknown, way: Way): string {
  const fault = wayFaultOf(error);
  if (fault === 'refused') {
    return portHint(way.url);
  }
  return fault === undefined ? '' : ` ${waySentence(fault, way)}`;
}

/** Faults that a port which was left out explains. */
const BY_PORT: ReadonlySet<WayFault> = new Set(['refused', 'silent', 'closed', 'not-tls', 'other-status', 'web-page']);

/** A fault in one sentence that says what to mend. For whoever runs this process: it names addresses and the proxy. */
export function waySentence(fault: WayFault, way: Way): string {
  return `${faultSentence(fault, way)}${BY_PORT.has(fault) ? portHint(way.url) : ''}`;
}

/** Who forgets the port is at that of the web. */
function portHint(url: string): string {
  const { port, protocol } = new URL(url);
  const tried = protocol === 'https:' ? 443 : 80;
  return port === '' ? ` Port ${tried} was tried, as the address names no other.` : '';
}

function faultSentence(fault: WayFault, { url, trust, isDirect }: Way): string {
  const who = `What answers at ${url}`;
  const { protocol, host } = new URL(url);
  switch (fault) {
    case 'refused':
      return `Nothing answers at ${url}, the connection is refused: look at host and port, and whether it runs.`;
    case 'no-such-name':
      return `Nothing answers at ${url}: the name ${host} is not known; ${lookAt('name server', isDirect)}`;
    case 'no-route':
      return `Nothing answers at ${url}: there is no way to that network; ${lookAt('firewall', isDirect)}`;
    case 'silent':
      return `Nothing answers at ${url} in time: ${lookAt('firewall', isDirect)}`;
    case 'closed':
      return protocol === 'http:'
        ? `${who} closes the connection without an answer in HTTP: if TLS is spoken there, write https:// in the address.`
        : `${who} closes the connection without an answer: look at the port, and at what stands before it.`;
    case 'not-tls':
      return `${who} does not speak TLS: look at the port, or write http:// where that is meant.`;
    case 'no-common-tls':
      return `${who} and this process find no common form of TLS: look at the versions and ciphers there, and whether it wants a certificate of its clients.`;
    case 'other-status':
      return `${who} takes no messages on this path: look at the address, and at the reverse proxy before it.`;
    case 'web-page':
      return `${who} gives a web page where a coordinator gives messages: look at host and port, and whether the address begins with https://. A coordinator’s pages have a port of their own, and name its address under “Federation”.`;
    case 'sent-elsewhere':
      return `${who} sends whoever asks to another address: write that one, which may only begin with https:// in place of http://.`;
    default:
      return certificateSentence(fault, { who, host, trust }) ?? proxySentence(fault, host);
  }
}

function lookAt(what: string, isDirect = false): string {
  return isDirect
    ? `look at the address and the ${what}.`
    : `look at the address, the ${what}, and whether a proxy is needed.`;
}

interface Shown {
  readonly who: string;
  readonly host: string;
  readonly trust: string;
}

function certificateSentence(fault: WayFault, { who, host, trust }: Shown): string | undefined {
  switch (fault) {
    case 'unknown-authority':
      return `${who} shows a certificate of an authority that is not trusted here: if it is the institution’s own, name its file in ${trust}; if it is not, find out who stands between.`;
    case 'other-name':
      return `${who} shows a certificate of another host: write the name in the address that the certificate has, or have one made for ${host}.`;
    case 'expired':
      return `${who} shows a certificate that has expired: who runs it is to renew it; look at this machine’s clock too.`;
    case 'not-yet-valid':
      return `${who} shows a certificate that is not valid yet: look at this machine’s clock.`;
    default:
      return undefined;
  }
}

function proxySentence(fault: WayFault, host: string): string {
  switch (fault) {
    case 'proxy-wants-password':
      return `The proxy wants a name and password (407) before it opens a way to ${host}: write them in its address, http://name:password@host:port.`;
    case 'proxy-refuses':
      return `The proxy opens no way to ${host}: have it allowed there, or leave the proxy out for it in NO_PROXY.`;
    default:
      return 'The proxy does not answer: look at `proxy` in the configuration, or HTTPS_PROXY.';
  }
}
