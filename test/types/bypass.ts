import { expect } from 'vitest';
import { type Complaint, compile } from './compile.ts';

/** One way around the spine, and how the compiler stops it. */
export interface Bypass {
  /** What it tries, as a sentence without subject. */
  readonly name: string;
  /** The number of the one error that stops it. */
  readonly error: number;
  /** Words of that error's text that show the reason is the right one. */
  readonly says: string;
  readonly code: string;
}

/** A right use: compiles without a complaint. Shows that a bypass fails for what it does, not for how it's written. */
export interface Control {
  readonly name: string;
  readonly code: string;
}

/** Bypasses and controls, with the module that they share, imported from './world.ts'. */
export interface Fence {
  readonly world: string;
  readonly bypasses: readonly Bypass[];
  readonly controls: readonly Control[];
}

/** A fence after the compiler has looked at it. */
export interface Judged {
  readonly complaintsOf: (name: string) => readonly Complaint[];
}

/** Compiles fences, all in one program. */
export function judge(fences: readonly Fence[]): Judged {
  const snippets = fences.flatMap(({ world, bypasses, controls }, at) => [
    { name: `world ${at}`, code: world },
    ...[...bypasses, ...controls].map(({ name, code }) => ({
      name,
      code: code.replaceAll(`'./world.ts'`, `'./world-${at}.ts'`),
    })),
  ]);
  const complaints = compile(snippets);
  fences.forEach((_, at) => {
    expect(complaints.get(`world ${at}`)).toEqual([]);
  });
  return {
    complaintsOf: (name) => {
      const found = complaints.get(name);
      expect(found).toBeDefined();
      return found ?? [];
    },
  };
}
