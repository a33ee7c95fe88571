import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The program as it is built. */
export const MAIN = fileURLToPath(new URL('../../dist/sfumato.js', import.meta.url));

/** How one run of the command ended. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line that a page shows, in a shell in the folder; npx is the checkout's own. @throws Error unless it ends well. */
export function pasted(line: string, cwd: string): Promise<string> {
  const own = `${line.replace('npx --no sfumato', `node ${MAIN}`)}\n`;
  return new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', own], { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
  });
}

/** Runs `sfumato <words>` as a process of its own and waits for its end. */
export function sfumato(words: readonly string[], cwd?: string): Promise<Run> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, ...(cwd === undefined ? {} : { cwd }) };
    execFile(process.execPath, [MAIN, ...words], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** A server that `sfumato <words> --json` started. */
export interface Server {
  readonly url: string;
  /** Where its metrics are, if they are served. */
  readonly metrics?: string;
  /** Where its pages are, if it has any. */
  readonly pages?: string;
  /** All that it has said on stdout and stderr so far. */
  readonly said: readonly string[];
  readonly child: ChildProcess;
  /** Resolves with the signal or code that the process ended with. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  kill(signal: NodeJS.Signals): Promise<NodeJS.Signals | number | null>;
}

/** Starts a server and waits for its address. */
export async function startServer(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Server> {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [MAIN, ...words, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? code);
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, 'line'), ended.then(() => [undefined])]);
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
  if (line === undefined) {
    throw new Error(`the server did not start: ${said.join('')}`);
  }
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { ...JSON.parse(line), said, child, ended, kill };
}
