import type { StatedNoise } from './half-widths.ts';
import { type Said, said } from './voice.ts';

/**
 * What the ± of quantiles is of, where any are asked for: the counts in the nodes of their trees. How wide a quantile's own interval is,
 * nobody knows before there is an answer.
 */
export function treeNoise(noises: readonly StatedNoise[]): readonly Said[] {
  const trees = noises.flatMap(({ measures, pieces }) =>
    pieces
      .filter(({ name }) => name === 'tree')
      .map(({ measure, interval }) => ({ per: measures[measure]?.per ?? 'patient', width: interval.halfWidth })),
  );
  return (['patient', 'study'] as const).flatMap((per) => {
    const widths = new Set(trees.filter((tree) => tree.per === per).map(({ width }) => width));
    return widths.size === 0 ? [] : [said(WORD[per], { width: [...widths].join(', ± ') })];
  });
}

const WORD = { patient: 'treeNoise', study: 'treeNoiseOfStudies' } as const;
