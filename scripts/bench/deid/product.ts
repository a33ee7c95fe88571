import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { MAIN } from '../../../test/support/command.ts';

/** How one command ended, and all that it said. */
export interface Run {
  readonly words: readonly string[];
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** A server under way. */
export interface Serving {
  /** The first document that it printed. */
  readonly listening: { readonly url: string };
  end(): Promise<void>;
}

/** The built product as a person runs it, in an environment that holds nothing but private folders. */
export interface Product {
  /** Everything said so far. */
  readonly runs: readonly Run[];
  sfumato(...words: readonly string[]): Promise<Run>;
  /** Runs and sends SIGINT as soon as some progress was said, as an impatient person would. */
  interrupted(...words: readonly string[]): Promise<Run>;
  serve(...words: readonly string[]): Promise<Serving>;
  /** Runs a command that shows a person on the site what only they may see: what it says is not searched. */
  revealing(...words: readonly string[]): Promise<void>;
  /** Runs any other script under the same eyes, for the controls. */
  script(source: string): Promise<Run>;
}

/** Where the processes are at home. */
export interface Homes {
  readonly cwd: string;
  readonly home: string;
  readonly temporary: string;
}

/** The product, run in `homes`. */
export function productIn({ cwd, home, temporary }: Homes): Product {
  const runs: Run[] = [];
  const env = { PATH: process.env.PATH ?? '', HOME: home, TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  const begin = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = async (child: ChildProcess, words: readonly string[]): Promise<Run> => {
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout?.on('data', (part: Buffer) => out.push(part));
    child.stderr?.on('data', (part: Buffer) => err.push(part));
    const [code] = await once(child, 'close');
    const run = { words, code: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err) };
    runs.push(run);
    return run;
  };
  return {
    runs,
    sfumato: (...words) => ended(begin([MAIN, ...words]), words),
    async interrupted(...words) {
      const child = begin([MAIN, ...words]);
      child.stderr?.once('data', () => child.kill('SIGINT'));
      return ended(child, words);
    },
    async serve(...words) {
      const child = begin([MAIN, ...words, '--json']);
      const end = ended(child, words);
      const first = await Promise.race([once(child.stdout!, 'data'), end.then(() => undefined)]);
      if (first === undefined) {
        throw new Error(`sfumato ${words.join(' ')} did not start: ${(await end).stderr}`);
      }
      return {
        listening: JSON.parse(String(first[0])),
        async end() {
          child.kill('SIGTERM');
          await end;
        },
      };
    },
    async revealing(...words) {
      const child = begin([MAIN, ...words]);
      child.stdout?.resume();
      child.stderr?.resume();
      await once(child, 'close');
    },
    script: (source) => ended(begin(['-e', source]), ['-e', source]),
  };
}
