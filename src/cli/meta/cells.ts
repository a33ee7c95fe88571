import type { SfumatoError } from '../../base/index.ts';
import type { MeasureWire } from '../../contract/index.ts';
import { type Contribution, cellOf, momentsIn, type NoisyPiece, noisyPiecesOf } from '../../coordinator/index.ts';
import { type Combinable, correlationOf, type Noisy, type NotEstimable } from '../../statistics/index.ts';
import { wrongUse } from './wrong-use.ts';

/** An effect is taken with its variances; the interval that its estimator gives isn't used. */
export const ANY_ALPHA = 0.05;

/** The numbers of a release, cell by cell. */
export interface Cells {
  readonly count: (key: readonly string[]) => Noisy;
  readonly moment: (piece: 'sum' | 'square' | 'n', key: readonly string[]) => Noisy;
  readonly field: () => MeasureWire['fields'][number];
  /** Of the two fields of the answer's moments, by Fisher's atanh. */
  readonly correlation: () => Combinable | NotEstimable;
}

/** The cells of a release by `Field=value`, one for every field that it is grouped by; `within` is part of each. */
export function cellsOf(contribution: Contribution, within: readonly string[]): Cells {
  const { release } = contribution;
  const pieces = noisyPiecesOf([contribution]);
  const find = (kind: 'count' | 'variance', name: string, key: readonly string[]): Noisy => {
    const measure = release.measures.findIndex((one) => one.kind === kind);
    const piece = pieces.find((one) => one.measure === measure && one.name === name);
    return numberAt(piece, { kind, at: placeOf(release, [...within, ...key]) });
  };
  return {
    count: (key) => find('count', 'n', key),
    moment: (name, key) => find('variance', name, key),
    field() {
      const field = release.measures.find(({ kind }) => kind === 'variance')?.fields[0];
      if (field === undefined) {
        throw missing('variance');
      }
      return field;
    },
    correlation() {
      const at = release.measures.findIndex(({ kind }) => kind === 'moments');
      const fields = release.measures[at]?.fields ?? [];
      if (fields.length !== 2) {
        throw wrongUse('A correlation is worked out of `moments` of two fields; ask for them.');
      }
      const own = pieces.filter(({ measure }) => measure === at);
      return correlationOf(momentsIn(fields, cellOf(own, placeOf(release, within))), [0, 1], ANY_ALPHA);
    },
  };
}

function numberAt(piece: NoisyPiece | undefined, { kind, at }: { kind: string; at: number }): Noisy {
  const number = piece?.numbers[at];
  if (number === undefined) {
    throw missing(kind);
  }
  return number;
}

function missing(kind: string): SfumatoError {
  return wrongUse(`The answer has no ${kind}; ask for one, by the fields that the effect needs.`);
}

function placeOf({ keys }: Contribution['release'], wanted: readonly string[]): number {
  const text = [...wanted].sort().join(' & ');
  const names = keys.map((key) =>
    Object.entries(key)
      .map(([field, value]) => `${field}=${value}`)
      .sort()
      .join(' & '),
  );
  const at = names.indexOf(text);
  if (at < 0) {
    const sentence =
      text === '' ? 'The answer is grouped; this effect takes one that isn’t' : `The answer has no cell ${text}`;
    throw wrongUse(`${sentence}. Its cells are like ${names[0] === '' ? 'one total' : names[0]}.`);
  }
  return at;
}
