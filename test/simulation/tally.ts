import type { Crash } from './simulated-disk.ts';

const NOTHING = {
  worlds: 0,
  crashes: 0,
  recoveries: 0,
  deliveries: 0,
  tornTails: 0,
  garbledTails: 0,
  refusedGarbled: 0,
  kills: 0,
  rottenBits: 0,
  fullDisks: 0,
  lostFiles: 0,
  undoneCuts: 0,
  severalSegments: 0,
  failedSyncs: 0,
  clockJumps: 0,
  disbelievedClocks: 0,
};

/** How often each thing happened. */
export type Counts = typeof NOTHING & { readonly answers: Record<string, number> };

/** Counts what a simulation reaches, so that a simulation that reaches nothing is noticed. */
export class Tally {
  readonly counts: Counts = { ...NOTHING, answers: {} };
  /** Whether worlds keep a list of what happened. */
  readonly traces: boolean;
  last: Crash = { cutBytes: 0, lostFiles: 0, undoneCuts: 0, garbled: false };

  constructor(traces: boolean) {
    this.traces = traces;
  }

  answer(name: string): void {
    this.counts.answers[name] = (this.counts.answers[name] ?? 0) + 1;
  }

  crash(crash: Crash, files: number): void {
    const { counts } = this;
    this.last = crash;
    counts.tornTails += crash.cutBytes > 0 ? 1 : 0;
    counts.garbledTails += crash.garbled ? 1 : 0;
    counts.lostFiles += crash.lostFiles;
    counts.undoneCuts += crash.undoneCuts;
    counts.severalSegments += files > 1 ? 1 : 0;
  }
}

/** The sum of several counts. */
export function sumOf(all: readonly Counts[]): Counts {
  const sum: Counts = { ...NOTHING, answers: {} };
  for (const counts of all) {
    for (const key of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) {
      sum[key] += counts[key];
    }
    for (const [name, count] of Object.entries(counts.answers)) {
      sum.answers[name] = (sum.answers[name] ?? 0) + count;
    }
  }
  return sum;
}
