import { once } from 'node:events';
import { createServer } from 'node:net';
import { SfumatoError } from '../../base/index.ts';
import type { Check } from '../doctor/check.ts';
import { cannotListen } from './serve.ts';

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

function namedBinds({ listen, pages, metrics }: Binds) {
  return (['listen', 'pages', 'metrics'] as const).flatMap((setting) => {
    const bind = { listen, pages, metrics }[setting];
    return bind === undefined ? [] : [{ setting, host: bind.host, port: bind.port }];
  });
}

/** Says which settings name one address, of which only the first could listen there; `undefined` where each has its own. */
export function sharedPort(wanted: Binds): string | undefined {
  const binds = namedBinds(wanted);
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

/** The same where no process uses the folder: whether a start could listen at each just now, too. */
export async function freePortsCheck(binds: Binds): Promise<Check> {
  const check = portsCheck(binds);
  for (const bind of check.state === 'ok' ? namedBinds(binds) : []) {
    const fault = await listenFault(bind);
    if (fault !== undefined) {
      return { name: check.name, state: 'failed', sentence: fault };
    }
  }
  return check;
}

/** Listens for a moment, and takes nobody's connection. */
async function listenFault(at: ReturnType<typeof namedBinds>[number]): Promise<string | undefined> {
  const server = createServer((socket) => socket.destroy());
  try {
    await once(server.listen(at.port, at.host), 'listening');
    return undefined;
  } catch (error) {
    return cannotListen(error, at).message;
  } finally {
    server.close();
  }
}

/** Port 0 is another one each time. */
function isSame(one: Bind, other: Bind): boolean {
  const hosts = [one.host, other.host].map((host) => (host === 'localhost' ? '127.0.0.1' : host));
  return (
    one.port !== 0 && one.port === other.port && (hosts[0] === hosts[1] || hosts.some((host) => EVERYWHERE.has(host)))
  );
}
