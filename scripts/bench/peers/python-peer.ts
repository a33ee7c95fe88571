import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Outcome, Peer, Task } from './task.ts';

/** How a peer is started: its environment's Python, its script beside this file, and what the script gets beside the task. */
export interface Started {
  readonly name: string;
  readonly python: string;
  readonly script: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A program in Python that reads the table, says so with a line, and then answers each line with one, in turn. */
export async function pythonPeer({ name, python, script, more }: Started, task: Task): Promise<Peer> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const words = ['-W', 'ignore', path, JSON.stringify({ ...task, ...more })];
  const child = spawn(python, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) {
      throw new Error(`${name} ended`);
    }
    return JSON.parse(value);
  };
  const told = async (...message: readonly unknown[]): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return await next();
  };
  const version = await next();
  return {
    name: `${name} ${version}`,
    ask: async (kind) => (await told('ask', kind)) as Outcome,
    ...(name === 'OpenDP' && { draws: async (law, count) => Number(await told('draws', law, count)) }),
    close: () => void child.stdin.end(),
  };
}
