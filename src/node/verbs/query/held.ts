import type { NodeContext } from '../../context.ts';
import { noPlanMs } from '../../site.ts';
import type { Hold } from './asking.ts';

/** Of its time class, when what came of a run goes on record: a run is stopped before that, and after it there is time to sync. */
const RECORDED_SHARE = 3 / 4;

/**
 * Waits until what came of a run, or that it failed, may go on record. Receipts say the number of a record, so that anybody who asks
 * meanwhile sees when it was made; that must not tell how long patients' rows took.
 */
export async function untilRecorded({ clock }: NodeContext, { admittedAtMs, afterMs }: Hold): Promise<void> {
  await clock.until(admittedAtMs + afterMs * RECORDED_SHARE);
}

/** Lets what `work` gives leave at admission + T exactly, whatever it is, and holds the engine slot until then. */
export async function held<T>(ctx: NodeContext, work: (hold: Hold) => Promise<T>): Promise<T> {
  let leave: () => void = () => undefined;
  const leaves = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const hold: Hold = { admittedAtMs: ctx.clock.monotonicMs(), afterMs: noPlanMs(ctx), slot: undefined, leaves };
  try {
    return await work(hold);
  } finally {
    await ctx.clock.until(hold.admittedAtMs + hold.afterMs);
    hold.slot?.release();
    leave();
  }
}
