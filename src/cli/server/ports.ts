import { SfumatoError } from '../../base/index.ts';
import type { Check } from '../doctor/check.ts';

interface Bind {
  readonly host: string;
  readonly port: number;
}

/** Where a process is configured to listen. */
export interface Binds {
  readonly listen: Bind;
  readonly pages?: Bind | undefined;
  readonly metrics?: Bind | undefined;
}

const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Says which settings name one address, of which only the first could listen there; `undefined` where each has its own. */
export function sharedPort({ listen, pages, metrics }: Binds): string | undefined {
  const binds = Object.entries({ listen, pages, metrics }).flatMap(([setting, bind]) =>
    bind === undefined ? [] : [{ setting, ...bind }],
  );
  const shared = binds.find((one) => binds.some((other) => other !== one && isSame(one, other)));
  const all = shared && binds.filter((one) => isSame(one, shared)).map(({ setting }) => `\`${setting}\``);
  return all && `${all.join(', ')} name one port, ${shared.port}; give each a port of its own.`;
}

/** @throws SfumatoError `config-invalid` where settings name one address. */
export function assertOwnPorts(binds: Binds): void {
  const sentence = sharedPort(binds);
  if (sentence !== undefined) {
    throw new SfumatoError('config-invalid', sentence);
  }
}

/** The same for the doctor. */
export function portsCheck(binds: Binds): Check {
  const sentence = sharedPort(binds);
  return sentence === undefined
    ? { name: 'ports', state: 'ok', sentence: 'Each server has a port of its own.' }
    : { name: 'ports', state: 'failed', sentence };
}

/** Port 0 is another one each time. */
function isSame(one: Bind, other: Bind): boolean {
  const hosts = [one.host, other.host].map((host) => (host === 'localhost' ? '127.0.0.1' : host));
  return (
    one.port !== 0 && one.port === other.port && (hosts[0] === hosts[1] || hosts.some((host) => EVERYWHERE.has(host)))
  );
}
