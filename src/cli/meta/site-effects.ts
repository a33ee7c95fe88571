import { assert, SfumatoError } from '../../base/index.ts';
import { type AnswerWire, FederatedReply, type MeasureWire, type SiteOutcome } from '../../contract/index.ts';
import {
  type Contribution,
  cellOf,
  contributionOf,
  momentsIn,
  type NoisyPiece,
  noisyPiecesOf,
} from '../../coordinator/index.ts';
import {
  type Combinable,
  correlationOf,
  differenceOf,
  logarithmOf,
  meanEffectOf,
  type Noisy,
  type NotEstimable,
  oddsRatioOf,
  proportionOf,
  riskRatioOf,
  type SiteEffect,
  type TwoByTwo,
} from '../../statistics/index.ts';
import { EFFECTS, type EffectName } from './effects.table.ts';

/** Which effect of every site, and between which cells of the answer: `Field=value` each. */
export interface EffectWanted {
  readonly effect: EffectName;
  readonly groups: readonly string[];
  readonly outcomes: readonly string[];
  /** What else holds for all of its cells: a subgroup, such as one vendor. */
  readonly within?: readonly string[];
}

/** The effects of sites, and the sites that have none, with why. */
export interface SiteEffects {
  readonly sites: readonly SiteEffect[];
  readonly without: readonly { readonly site: string; readonly why: string }[];
}

/** The values of a field by which the answers are grouped, as `Field=value`. @throws SfumatoError `wrong-use` when they aren't. */
export function subgroupsOf(json: unknown, field: string): readonly string[] {
  const sites = replyOf(json).sites.flatMap((outcome) => contributionIn(outcome) ?? []);
  const values = sites.flatMap(({ release }) => release.keys.flatMap((key) => key[field] ?? []));
  if (values.length === 0) {
    throw wrong(`The answer isn’t grouped by ${field}.`);
  }
  return [...new Set(values)].map((value) => `${field}=${value}`);
}

function replyOf(json: unknown): FederatedReply {
  const parsed = FederatedReply.safeParse(json);
  if (!parsed.success) {
    throw wrong('The file is no answer as `sfumato ask --json` prints it.');
  }
  return parsed.data;
}

/**
 * Works an effect out of every site's own release. A site that didn't answer, or whose noise leaves no effect, is named and
 * left out; nothing is corrected.
 * @throws SfumatoError `wrong-use` with one sentence when the answer isn't one of such a question.
 */
export function siteEffects(json: unknown, wanted: EffectWanted): SiteEffects {
  const { sites: outcomes } = replyOf(json);
  checkCells(wanted);
  const sites: SiteEffect[] = [];
  const without: { site: string; why: string }[] = [];
  for (const outcome of outcomes) {
    const { site, state, reply } = outcome;
    const contribution = contributionIn(outcome);
    const found =
      contribution === undefined
        ? { estimable: false as const, why: whyNot(state, reply?.answer) }
        : effectOf(contribution, wanted);
    if ('effect' in found) {
      const { effect, samplingVariance, noiseVariance } = found;
      sites.push({ label: site, effect, samplingVariance, noiseVariance });
    } else {
      without.push({ site, why: found.why });
    }
  }
  if (sites.length === 0) {
    throw wrong(`No site has an effect to combine. ${without.map(({ site, why }) => `${site}: ${why}`).join(' ')}`);
  }
  return { sites, without };
}

function contributionIn({ state, reply }: SiteOutcome): Contribution | undefined {
  return state === 'answered' && reply !== undefined ? contributionOf(reply) : undefined;
}

/** A site's own words where it said no. */
function whyNot(state: SiteOutcome['state'], answer: AnswerWire | undefined): string {
  if (state === 'misfit') {
    return 'It answered in another shape than the question’s.';
  }
  return answer?.state === 'refused' ? (answer.detail ?? answer.sentence) : `It is ${state}.`;
}

function checkCells({ effect, groups, outcomes }: EffectWanted): void {
  const need = EFFECTS[effect];
  if (groups.length !== need.groups || outcomes.length !== need.outcomes) {
    throw wrong(
      `--effect ${effect} takes ${times(need.groups, '--group Field=value')} and ${times(need.outcomes, '--outcome Field=value')}.`,
    );
  }
}

function times(count: number, option: string): string {
  return count === 0 ? `no ${option}` : `${option} twice`;
}

function effectOf(
  contribution: Contribution,
  { effect, groups, outcomes, within = [] }: EffectWanted,
): Combinable | NotEstimable {
  const cells = cellsOf(contribution, within);
  const [first = [], second = []] = groups.map((group) => [group]);
  switch (effect) {
    case 'mean':
      return meanAt(cells, []);
    case 'log-mean': {
      const mean = meanAt(cells, []);
      return 'effect' in mean ? logarithmOf(mean) : mean;
    }
    case 'mean-difference': {
      const [one, other] = [meanAt(cells, first), meanAt(cells, second)];
      return 'effect' in one ? ('effect' in other ? differenceOf(one, other) : other) : one;
    }
    case 'correlation':
      return cells.correlation();
    case 'proportion': {
      const [part, rest] = outcomes.map((outcome) => cells.count([outcome]));
      assert(part !== undefined && rest !== undefined, 'a proportion has two outcomes');
      return proportionOf({ part, rest }, ANY_ALPHA);
    }
    case 'odds-ratio':
      return oddsRatioOf(tableOf(cells, groups, outcomes), ANY_ALPHA);
    case 'risk-ratio':
      return riskRatioOf(tableOf(cells, groups, outcomes), ANY_ALPHA);
  }
}

/** The site's own interval isn't used. */
const ANY_ALPHA = 0.05;

function tableOf(cells: Cells, groups: readonly string[], outcomes: readonly string[]): TwoByTwo {
  const [a, b, c, d] = groups.flatMap((group) => outcomes.map((outcome) => cells.count([group, outcome])));
  assert(a !== undefined && b !== undefined && c !== undefined && d !== undefined, 'a table has four cells');
  return { a, b, c, d };
}

function meanAt(cells: Cells, key: readonly string[]): Combinable | NotEstimable {
  const { low, high, step } = cells.field();
  const [sum, squares, number] = [cells.moment('sum', key), cells.moment('square', key), cells.moment('n', key)];
  return meanEffectOf({ sum, squares, number }, { low: BigInt(low), high: BigInt(high), step });
}

interface Cells {
  readonly count: (key: readonly string[]) => Noisy;
  readonly moment: (piece: 'sum' | 'square' | 'n', key: readonly string[]) => Noisy;
  readonly field: () => MeasureWire['fields'][number];
  /** Of the two fields of the answer's moments, by Fisher's atanh. */
  readonly correlation: () => Combinable | NotEstimable;
}

/** The cells of a release by `Field=value`, one for every field that it is grouped by; `within` is part of each. */
function cellsOf(contribution: Contribution, within: readonly string[]): Cells {
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
        throw wrong('A correlation is worked out of `moments` of two fields; ask for them.');
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
  return wrong(`The answer has no ${kind}; ask for one, by the fields that the effect needs.`);
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
    throw wrong(`${sentence}. Its cells are like ${names[0] === '' ? 'one total' : names[0]}.`);
  }
  return at;
}

function wrong(sentence: string): SfumatoError {
  return new SfumatoError('wrong-use', sentence);
}
