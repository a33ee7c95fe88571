import { assert, type Entropy, LIMITS } from '../base/index.ts';
import { bitsFrom } from './laplace/coins.ts';
import { type MaskingRound, pairMasks } from './masking/pair-masks.ts';
import { scaleOf } from './scale.ts';
import type { Drawing } from './shares/drawing.ts';
import { noiseShare } from './shares/noise-share.ts';
import { type Cover, type Disguise, factsOf, lengthOf, type Mechanism, wrapDisguise } from './spine/tokens.ts';

/** A site's part in one round for a total. */
export interface TotalRound extends MaskingRound {
  /** How many sites of the roster, at least 1, may tell each other all they know: the others' noise is enough without theirs. */
  readonly colluders: number;
}

/**
 * What covers one request's vector in one round: the masks of the whole roster, which are there at once, and fresh shares of its own
 * mechanism's noise, as many sites' of which make up the noise as are left without the colluders. The shares are drawn by going on, and how
 * long that takes depends on them. `undefined` when a site's key can't be used.
 * @throws AssertionFailure for a forged mechanism, or colluders of whom none or all are left; each step may throw SfumatoError `entropy-failed`.
 */
export function disguise<R>(
  mechanism: Mechanism<R>,
  round: TotalRound,
  entropy: Entropy,
): Drawing<Disguise<R>> | undefined {
  const facts = factsOf(mechanism);
  assert(facts.name === 'discrete-laplace', 'shares are of discrete-Laplace noise');
  const count = round.others.size + 1;
  const parts = count - round.colluders;
  assert(round.colluders >= 1 && parts >= 1, 'of a roster at least one site may collude and at least one does not');
  const masks = pairMasks(round, lengthOf(facts));
  return masks && withShares(mechanism, { round: round.round, masks, count }, { parts, entropy });
}

/** How noise is shared, and from what it is drawn. */
interface Sharing {
  readonly parts: number;
  readonly entropy: Entropy;
}

function* withShares<R>(
  mechanism: Mechanism<R>,
  cover: Omit<Cover, 'shares'>,
  { parts, entropy }: Sharing,
): Drawing<Disguise<R>> {
  const bits = bitsFrom(entropy);
  const shares: bigint[] = [];
  for (const piece of factsOf(mechanism).pieces) {
    const drawOne = noiseShare(scaleOf(piece), parts, bits);
    for (let left = piece.length; left > 0; left -= 1) {
      shares.push(yield* drawOne());
      if (left === 1 || shares.length % LIMITS.noisePoolTurnDraws === 0) {
        yield;
      }
    }
  }
  return wrapDisguise(mechanism, { ...cover, shares });
}
