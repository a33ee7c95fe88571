import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Drawing } from '../../../privacy/index.ts';

/** Draws to the end, a little in each turn of the event loop: a page or a probe that waited for it could tell how long it took. */
export async function drawnInTurns<T>(drawing: Drawing<T>): Promise<T> {
  for (;;) {
    const step = drawing.next();
    if (step.done === true) {
      return step.value;
    }
    await nextTurn();
  }
}
