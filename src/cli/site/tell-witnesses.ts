import type { NodeContext } from '../../node/index.ts';
import type { Shell } from '../shell.ts';

type Guard = NodeContext['guard'];
type Telling = Pick<Shell, 'clock'> & { readonly terminal: Pick<Shell['terminal'], 'note'> };

const LOOK_MS = 500;
/** A start waits for its witnesses for a moment; that is nothing to tell. */
const WAITING_MS = 5_000;

/** Says on the terminal when nothing is answered for the witnesses' sake, and when that is over, until `stop`. */
export async function tellWitnesses(
  { terminal, clock }: Telling,
  guard: Pick<Guard, 'state'>,
  stop: AbortSignal,
): Promise<void> {
  let told = 'witnessed';
  let lastAnsweringMs = clock.monotonicMs();
  while (!stop.aborted) {
    const { state, sentence } = guard.state();
    const now = clock.monotonicMs();
    lastAnsweringMs = state === 'waiting' ? lastAnsweringMs : now;
    if (state !== told && state !== 'none' && (state !== 'waiting' || now - lastAnsweringMs >= WAITING_MS)) {
      told = state;
      terminal.note(`Witnesses: ${state}. ${sentence}`);
    }
    await clock.until(now + LOOK_MS, stop);
  }
}

/** Says what an end cost that no witness co-signed. */
export function tellLeaseOpen({ terminal }: Pick<Telling, 'terminal'>, guard: Pick<Guard, 'state'>): void {
  const { leaseOpen, sentence } = guard.state();
  if (leaseOpen === true) {
    terminal.note(sentence);
  }
}
