import type { SfumatoError } from '../../src/base/index.ts';
import { createBudget } from '../../src/budget/index.ts';
import { type Fold, openJournal } from '../../src/journal/index.ts';
import { noisePool } from '../../src/privacy/index.ts';
import { type BudgetSite, KEY, SITE } from '../support/budget-site.ts';
import type { Dice } from './dice.ts';
import type { SimulatedDisk } from './simulated-disk.ts';
import { must, View } from './view.ts';

const SEGMENT_BYTES = 4_000;
export const AHEAD_MS_MAX = 31 * 24 * 3_600_000;

/** One incarnation of the node. */
export interface Life {
  readonly site: BudgetSite;
  readonly view: View;
  readonly dead: { error?: SfumatoError };
  /** The latest time that it has told. */
  latestMs: number;
}

/** What a life begins on. */
export interface Birth {
  readonly disk: SimulatedDisk;
  readonly dice: Dice;
  readonly nowMs: () => number;
  readonly clockIsRight: boolean;
  /** Sees each record beside the budget. */
  readonly follow?: Fold['follow'];
  readonly onFatal?: (error: SfumatoError) => void;
}

/** Starts the node: the real journal and budget, which read what the disk holds. @throws what `openJournal` throws. */
export async function begin({ disk, dice, nowMs, clockIsRight, follow, onFatal }: Birth): Promise<Life> {
  const entropy = dice.entropy();
  const view = new View();
  const budget = createBudget({ site: SITE, sealKeys: () => [KEY], entropy });
  const dead: Life['dead'] = {};
  const apply: Fold['apply'] = (record) => {
    budget.apply(record);
    view.see(record);
  };
  const journal = await openJournal({
    disk,
    clock: { wallMs: nowMs, monotonicMs: () => 0, until: () => Promise.resolve() },
    aheadMsMax: AHEAD_MS_MAX,
    clockIsRight,
    entropy,
    segmentBytes: SEGMENT_BYTES,
    onFatal: (error) => {
      dead.error = error;
      onFatal?.(error);
    },
    folds: [{ kinds: budget.kinds, apply, ...(follow && { follow }) }],
  });
  budget.attach(journal);
  const pool = noisePool({ entropy, schedule: () => undefined });
  return { site: { budget, journal, pool }, view, dead, latestMs: 0 };
}

/** Lets everything run that can run without the disk. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What comes of `work` on a disk whose syncs all come back. */
export async function undisturbed<T>(work: Promise<T>, disk: SimulatedDisk): Promise<T> {
  let ended = false;
  const done = work.finally(() => {
    ended = true;
  });
  done.catch(() => undefined);
  for (await turn(); !ended; await turn()) {
    must(disk.pending.length > 0, 'nothing waits for ever');
    disk.pending[0]?.succeed();
  }
  return await done;
}
