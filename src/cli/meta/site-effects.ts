import { assert } from '../../base/index.ts';
import { type AnswerWire, FederatedReply, type SiteOutcome } from '../../contract/index.ts';
import { type Contribution, contributionOf } from '../../coordinator/index.ts';
import {
  type Combinable,
  differenceOf,
  logarithmOf,
  logOddsOf,
  meanEffectOf,
  type NotEstimable,
  oddsRatioOf,
  riskRatioOf,
  type SiteEffect,
  type TwoByTwo,
} from '../../statistics/index.ts';
import { cautionOf } from './caution.ts';
import { ANY_ALPHA, type Cells, cellsOf } from './cells.ts';
import { EFFECTS, type EffectName, type Measured } from './effects.table.ts';
import { wrongUse } from './wrong-use.ts';

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
  /** Why the interval may miss more often than it says. */
  readonly caution?: string;
  /** What they are of; unknown of a table. */
  readonly measure?: Measured;
}

/** The values of a field by which the answers are grouped, as `Field=value`. @throws SfumatoError `wrong-use` when they aren't. */
export function subgroupsOf(json: unknown, field: string): readonly string[] {
  const sites = replyOf(json).sites.flatMap((outcome) => contributionIn(outcome) ?? []);
  const values = sites.flatMap(({ release }) => release.keys.flatMap((key) => key[field] ?? []));
  if (values.length === 0) {
    throw wrongUse(`The answer isn’t grouped by ${field}.`);
  }
  return [...new Set(values)].map((value) => `${field}=${value}`);
}

function replyOf(json: unknown): FederatedReply {
  const parsed = FederatedReply.safeParse(json);
  if (!parsed.success) {
    throw wrongUse('The file is no answer as `sfumato ask --json` prints it.');
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
  if (outcomes.some(({ state, reply }) => state === 'answered' && reply === undefined)) {
    throw wrongUse('The answer is a total, of which no site gives a number of its own; ask without --total.');
  }
  const sites: SiteEffect[] = [];
  const without: { site: string; why: string }[] = [];
  let hidden = 0;
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
      hidden += contribution === undefined ? 0 : 1;
    }
  }
  if (sites.length === 0) {
    throw wrongUse(`No site has an effect to combine. ${without.map(({ site, why }) => `${site}: ${why}`).join(' ')}`);
  }
  const caution = cautionOf(wanted.effect, { sites, hidden });
  const measure = measuredOf(wanted, outcomes);
  return { sites, without, measure, ...(caution !== undefined && { caution }) };
}

/** The fields are those of the question, the same at every site that has an effect. */
function measuredOf({ effect, groups, outcomes, within = [] }: EffectWanted, all: readonly SiteOutcome[]): Measured {
  const { measure, scale } = EFFECTS[effect];
  const measures = all.flatMap((outcome) => contributionIn(outcome)?.release.measures ?? []);
  const fields = measures.find(({ kind }) => kind === measure)?.fields.map(({ field }) => field) ?? [];
  return { effect, scale, fields, groups, outcomes, within };
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
    throw wrongUse(`--effect ${effect} ${needsText(need.groups > 0, need.outcomes > 0)}.`);
  }
}

function needsText(groups: boolean, outcomes: boolean): string {
  const [group, outcome] = ['`--group Field=value` twice', '`--outcome Field=value` twice'];
  if (groups) {
    return outcomes ? `needs ${group} and ${outcome}` : `needs ${group}, and no \`--outcome\``;
  }
  return outcomes ? `needs ${outcome}, and no \`--group\`` : 'takes neither `--group` nor `--outcome`';
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
      return logOddsOf({ part, rest });
    }
    case 'odds-ratio':
      return oddsRatioOf(tableOf(cells, groups, outcomes), ANY_ALPHA);
    case 'risk-ratio':
      return riskRatioOf(tableOf(cells, groups, outcomes), ANY_ALPHA);
  }
}

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
