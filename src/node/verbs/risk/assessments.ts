import { SfumatoError } from '../../../base/index.ts';
import { ground, notTaken } from '../../../governance/index.ts';
import type { RiskInput } from './choice.ts';
import type { RiskReport } from './report.ts';

/** Who began an assessment, and what is assessed. */
interface Begun {
  readonly by: string;
  readonly input: RiskInput;
}

/** An assessment that isn't at its end; without progress it waits for other work on the archive, or reads the rows. */
interface UnderWay extends Begun {
  readonly progress: { readonly done: number; readonly total: number } | undefined;
}

/** The last one that came to its end. */
export interface KeptAssessment extends Begun {
  readonly endedMs: number;
  /** Something was ingested since, or what is staged was replaced. */
  readonly outdated: boolean;
  readonly report: RiskReport;
}

interface Work {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: UnderWay['progress']) => void;
}

/** One assessment at a time, which goes on while nobody looks; and the last one, in memory alone, until another takes its place or this process ends. */
export interface Assessments {
  /** @throws SfumatoError `wrong-use` where one is under way. */
  begin(begun: Begun, work: (how: Work) => Promise<RiskReport>): void;
  /** Ends what is under way; what was kept before stays. */
  stop(): void;
  underWay(): UnderWay | undefined;
  kept(): KeptAssessment | undefined;
  /** Why the last one came to nothing: told once. */
  takeFailure(): unknown;
  /** Says of what is kept that something was ingested, or what is staged was replaced. */
  outdate(): void;
  /** Ends what is under way, and waits for it; nothing begins any more. */
  close(): Promise<void>;
}

/** No assessment yet. */
export function noAssessments(nowMs: () => number): Assessments {
  const going = new Map<AbortController, Promise<void>>();
  let [current, isClosed]: [(UnderWay & { readonly over: AbortController }) | undefined, boolean] = [undefined, false];
  let [kept, failure]: [KeptAssessment | undefined, unknown] = [undefined, undefined];
  const stop = (): void => {
    current?.over.abort();
    current = undefined;
  };
  return Object.freeze({
    begin(begun: Begun, work: (how: Work) => Promise<RiskReport>) {
      assertFree(current, isClosed);
      const over = new AbortController();
      const isCurrent = (): boolean => current?.over === over;
      const onProgress = (progress: UnderWay['progress']): void => {
        current = isCurrent() ? { ...begun, over, progress } : current;
      };
      [current, failure] = [{ ...begun, over, progress: undefined }, undefined];
      const ended = work({ signal: over.signal, onProgress }).then(
        (report) => {
          kept = isCurrent() ? { ...begun, endedMs: nowMs(), outdated: false, report } : kept;
        },
        (error: unknown) => {
          failure = isCurrent() ? error : failure;
        },
      );
      const left = ended.then(() => {
        going.delete(over);
        current = isCurrent() ? undefined : current;
      });
      going.set(over, left);
    },
    stop,
    underWay: () => current,
    kept: () => kept,
    takeFailure() {
      const taken = failure;
      failure = undefined;
      return taken;
    },
    outdate() {
      kept = kept && { ...kept, outdated: true };
    },
    async close() {
      isClosed = true;
      stop();
      await Promise.all(going.values());
    },
  });
}

function assertFree(current: UnderWay | undefined, isClosed: boolean): void {
  if (isClosed) {
    throw new SfumatoError('interrupted', 'This process is ending; nothing begins any more.');
  }
  if (current !== undefined) {
    const sentence = `An assessment that ${current.by} began is under way; wait for it, or stop it.`;
    throw notTaken(ground('risk-under-way', sentence, { person: current.by }));
  }
}
