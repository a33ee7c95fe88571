import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';

const MAIN = fileURLToPath(new URL('../../sfumato.js', import.meta.url));
const Started = z.object({ url: z.string(), pages: z.string().optional() });

/** A server in a process of its own. */
export interface DemoServer {
  readonly url: string;
  /** Where its pages are, if it has any. */
  readonly pages?: string | undefined;
  stop(): Promise<void>;
}

/** Starts `sfumato <words> --json` and waits for the address that it prints. */
export async function startServer(words: readonly string[]): Promise<DemoServer> {
  const child = spawn(process.execPath, [MAIN, ...words, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const line = await Promise.race([firstLine(child), once(child, 'exit').then(() => undefined)]);
  if (line === undefined) {
    throw new SfumatoError('internal', `\`sfumato ${words.join(' ')}\` did not start: ${said.join('').trim()}`);
  }
  return { ...Started.parse(JSON.parse(line)), stop: () => stop(child) };
}

async function firstLine(child: ChildProcess): Promise<string | undefined> {
  if (child.stdout === null) {
    return undefined;
  }
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [undefined])]);
  return line;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}
