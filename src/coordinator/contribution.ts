import { assert } from '../base/index.ts';
import { type Collapse, type ReleasedWire, type Reply, releaseShape } from '../contract/index.ts';
import { lawStated, type NoiseLaw } from '../privacy/laws.ts';
import { sumVectors } from '../statistics/index.ts';

/** What one site says to a question, in the question's own cells. */
export interface Contribution {
  readonly site: string;
  readonly release: Pick<ReleasedWire, 'keys' | 'measures' | 'pieces' | 'caps'>;
  /** Piece by piece: cell by cell in the order of the keys. */
  readonly values: readonly (readonly bigint[])[];
  /** Piece by piece: the law of each draw of noise in every number. */
  readonly laws: readonly (readonly NoiseLaw[])[];
  /** What must be equal before numbers may be added. */
  readonly shape: string;
}

/** A site's release as it answers the question; a finer table is added up first. `undefined` for a refusal. */
export function contributionOf({ answer, collapse }: Reply): Contribution | undefined {
  if (answer.state !== 'released') {
    return undefined;
  }
  const whole: Contribution = {
    site: answer.site,
    release: answer,
    values: answer.values.map((values) => values.map(BigInt)),
    laws: answer.pieces.map(({ mechanism }) => [lawStated(mechanism)]),
    shape: releaseShape(answer),
  };
  return collapse === undefined ? whole : collapsed(whole, answer, collapse);
}

/** The shape of an answer, in the question's own cells; `undefined` for a refusal. */
export function shapeOf(reply: Reply): string | undefined {
  const { answer, collapse } = reply;
  return answer.state === 'released' && collapse === undefined ? releaseShape(answer) : contributionOf(reply)?.shape;
}

/** Adds up all cells that differ in the collapsed fields alone. Every one of the cells left is made of equally many. */
function collapsed(whole: Contribution, release: ReleasedWire, { over, queryHash }: Collapse): Contribution {
  const groups = new Map<string, number[]>();
  const keys = new Map<string, Record<string, string>>();
  release.keys.forEach((key, cell) => {
    const left = Object.fromEntries(Object.entries(key).filter(([field]) => !over.includes(field)));
    const text = JSON.stringify(left);
    keys.set(text, left);
    groups.set(text, [...(groups.get(text) ?? []), cell]);
  });
  const cells = [...groups.values()];
  const each = cells[0]?.length ?? 0;
  assert(
    release.keys.every((key) => over.every((field) => field in key)) && cells.every(({ length }) => length === each),
    'a table that is added up has the fields that it is added up over, whole',
  );
  const coarser = { ...release, keys: [...keys.values()], queryHash };
  return {
    ...whole,
    release: coarser,
    values: whole.values.map((values, piece) => {
      const width = release.pieces[piece]?.width ?? 1;
      const at = (cell: number): readonly bigint[] => values.slice(cell * width, (cell + 1) * width);
      return cells.flatMap((some) => sumVectors(some.map(at)));
    }),
    laws: whole.laws.map((laws) => Array.from({ length: each }, () => laws).flat()),
    shape: releaseShape(coarser),
  };
}
