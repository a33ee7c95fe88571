import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MAIN } from '../support/command.ts';

/** A network of this process's own: one that a killed run left behind leads no packets astray. */
const NET = `10.213.${1 + (process.pid % 250)}`;
/** Of our own choosing: by itself a bridge takes the least address of its wires, so each cut could make it another machine to ARP. */
const BRIDGE_ADDRESS = '02:53:66:75:6d:61';

/** A machine of its own: a network namespace on one bridge, with a wire that can be cut. */
export interface Machine {
  readonly address: string;
  /** Takes the wire away: packets are lost, and nobody is told. */
  cut(): void;
  mend(): void;
  /** Starts `sfumato <words> --json` there and waits for the line that it prints. */
  start(words: readonly string[]): Promise<ChildProcess>;
}

/** Machines that reach one another, and this one, over a bridge. */
export interface Network {
  readonly machines: readonly Machine[];
  remove(): void;
}

const ip = (...words: readonly string[]): void => void execFileSync('ip', words, { stdio: 'pipe' });
const tryIp = (...words: readonly string[]): boolean => spawnSync('ip', words).status === 0;

/** Makes `count` machines; `undefined` where this user may not. */
export function network(count: number): Network | undefined {
  const id = process.pid.toString(36);
  const bridge = `sf${id}b`;
  const names = Array.from({ length: count }, (_, at) => `sf${id}n${at}`);
  const remove = (): void => {
    for (const name of names) {
      tryIp('netns', 'del', name);
    }
    tryIp('link', 'del', bridge);
  };
  if (!tryIp('link', 'add', bridge, 'address', BRIDGE_ADDRESS, 'type', 'bridge')) {
    return undefined;
  }
  try {
    ip('addr', 'add', `${NET}.1/24`, 'dev', bridge);
    ip('link', 'set', bridge, 'up');
    return { machines: names.map((name, at) => machine(name, { bridge, address: `${NET}.${at + 2}` })), remove };
  } catch {
    remove();
    return undefined;
  }
}

function machine(name: string, { bridge, address }: { bridge: string; address: string }): Machine {
  const near = `${name}h`;
  ip('netns', 'add', name);
  ip('link', 'add', near, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  ip('link', 'set', near, 'master', bridge, 'up');
  ip('netns', 'exec', name, 'ip', 'addr', 'add', `${address}/24`, 'dev', 'eth0');
  ip('netns', 'exec', name, 'ip', 'link', 'set', 'eth0', 'up');
  ip('netns', 'exec', name, 'ip', 'link', 'set', 'lo', 'up');
  return {
    address,
    cut: () => ip('link', 'set', near, 'nomaster'),
    mend: () => ip('link', 'set', near, 'master', bridge),
    async start(words) {
      const command = ['netns', 'exec', name, process.execPath, MAIN, ...words, '--json'];
      const child = spawn('ip', command, { stdio: ['ignore', 'pipe', 'pipe'] });
      const said: string[] = [];
      child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
      const lines = createInterface({ input: child.stdout });
      const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [undefined])]);
      if (line === undefined) {
        throw new Error(`the process did not start: ${said.join('')}`);
      }
      return child;
    },
  };
}
