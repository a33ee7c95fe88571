import { assert, type Entropy } from '../base/index.ts';
import { bitsFrom } from './laplace/coins.ts';
import { type MaskingRound, pairMasks } from './masking/pair-masks.ts';
import { scaleOf } from './scale.ts';
import { noiseShare } from './shares/noise-share.ts';
import { type Disguise, factsOf, lengthOf, type Mechanism, wrapDisguise } from './spine/tokens.ts';

/** A site's part in one round for a total. */
export interface TotalRound extends MaskingRound {
  /** How many sites of the roster, at least 1, may tell each other all they know: the others' noise is enough without theirs. */
  readonly colluders: number;
}

/**
 * Draws what covers one request's vector in one round: fresh shares of its own mechanism's noise, as many sites' of which make up the
 * noise as are left without the colluders, and the masks of the whole roster. `undefined` when a site's key can't be used.
 * @throws AssertionFailure for a forged mechanism, or colluders of whom none or all are left; SfumatoError `entropy-failed`.
 */
export function disguise<R>(mechanism: Mechanism<R>, round: TotalRound, entropy: Entropy): Disguise<R> | undefined {
  const facts = factsOf(mechanism);
  assert(facts.name === 'discrete-laplace', 'shares are of discrete-Laplace noise');
  const count = round.others.size + 1;
  const parts = count - round.colluders;
  assert(round.colluders >= 1 && parts >= 1, 'of a roster at least one site may collude and at least one does not');
  const masks = pairMasks(round, lengthOf(facts));
  if (masks === undefined) {
    return undefined;
  }
  const bits = bitsFrom(entropy);
  const shares = facts.pieces.flatMap((piece) => {
    const drawOne = noiseShare(scaleOf(piece), parts, bits);
    return Array.from({ length: piece.length }, drawOne);
  });
  return wrapDisguise(mechanism, { round: round.round, shares, masks, count });
}
