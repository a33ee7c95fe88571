import { join } from 'node:path';
import { pythonWith } from '../python.ts';
import { startPostgres } from './postgres.ts';
import { pythonPeer } from './python-peer.ts';
import type { Peer, Task } from './task.ts';

/** OpenDP with its own counts over Polars; `undefined` where PyPI can't be reached. */
export async function openDp(folder: string, task: Task): Promise<Peer | undefined> {
  const python = pythonWith(join(folder, 'opendp'), ['opendp[polars]==0.16.0']);
  if (python === undefined) {
    return undefined;
  }
  return await pythonPeer({ name: 'OpenDP', python, script: 'opendp_peer.py' }, task);
}

/** SmartNoise SQL over a PostgreSQL of its own; `undefined` where either isn't to be had. */
export async function smartNoise(folder: string, task: Task): Promise<Peer | undefined> {
  const python = pythonWith(join(folder, 'smartnoise'), ['smartnoise-sql==1.0.10', 'psycopg2-binary==2.9.11']);
  const postgres = python === undefined ? undefined : startPostgres(join(folder, 'postgres'));
  if (python === undefined || postgres === undefined) {
    return undefined;
  }
  const { stop, ...more } = postgres;
  try {
    const peer = await pythonPeer({ name: 'SmartNoise SQL', python, script: 'smartnoise_peer.py', more }, task);
    const close = (): void => {
      peer.close();
      stop();
    };
    return { ...peer, close };
  } catch (error) {
    stop();
    throw error;
  }
}
