/**
 * A draw that pauses now and then, so that whoever draws can let others have a turn. It goes on where it was: a pause takes no bits and
 * changes nothing of what is drawn. Nothing is drawn before the first step.
 */
export type Drawing<T> = Generator<void, T, void>;

/** Coins that are flipped between two pauses: about a millisecond's. */
export const STEPS_PER_TURN = 2_048;
