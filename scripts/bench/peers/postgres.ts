import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';

const PACKAGED = '/usr/lib/postgresql';

/** A running server of this benchmark alone, reached by a socket in its own folder. */
export interface Postgres {
  readonly socket: string;
  readonly user: string;
  stop(): void;
}

/** Starts Debian's PostgreSQL over a folder of its own; `undefined` where it isn't installed. */
export function startPostgres(folder: string): Postgres | undefined {
  const version = existsSync(PACKAGED) ? readdirSync(PACKAGED).sort().at(-1) : undefined;
  if (version === undefined) {
    return undefined;
  }
  mkdirSync(folder, { recursive: true });
  // It refuses to run as root.
  const isRoot = userInfo().uid === 0;
  if (isRoot) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    chownSync(folder, id('-u'), id('-g'));
    chmodSync(dirname(folder), 0o711);
  }
  const as = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
  const run = (program: string, ...words: readonly string[]): SpawnSyncReturns<Buffer> => {
    const [command = '', ...rest] = [...as, join(PACKAGED, version, 'bin', program), ...words];
    return spawnSync(command, rest, { stdio: 'ignore', cwd: folder });
  };
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-A', 'trust', '-U', 'bench');
  const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c shared_buffers=1GB`;
  if (run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start').status !== 0) {
    throw new Error(`PostgreSQL did not start; see ${join(folder, 'log')}`);
  }
  return { socket: folder, user: 'bench', stop: () => void run('pg_ctl', '-D', data, '-m', 'fast', 'stop') };
}
