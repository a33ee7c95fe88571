import type { NodeContext } from '../../context.ts';
import { noPlanMs } from '../../site.ts';
import type { Hold } from './asking.ts';

/** Lets what `work` gives leave at admission + T exactly, whatever it is, and holds the engine slot until then. */
export async function held<T>(ctx: NodeContext, work: (hold: Hold) => Promise<T>): Promise<T> {
  let leave: () => void = () => undefined;
  const leaves = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const hold: Hold = { admittedAtMs: ctx.clock.monotonicMs(), afterMs: noPlanMs(ctx), slot: undefined, leaves };
  try {
    ctx.guard.assertServing();
    return await work(hold);
  } finally {
    await ctx.clock.until(hold.admittedAtMs + hold.afterMs);
    hold.slot?.release();
    leave();
  }
}
