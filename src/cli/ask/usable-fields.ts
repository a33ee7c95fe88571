import { SfumatoError } from '../../base/index.ts';
import { type Draft, type FederatedQuote, objectsToAsker } from '../../contract/index.ts';
import type { BuilderField } from '../../dashboard/index.ts';
import type { Column, Policy } from '../../policy/index.ts';
import { ENGLISH, shownQuote } from '../../shown/index.ts';
import { barredFields, saysOfFields } from '../workbench/project-fields.ts';
import { fieldsOf } from '../workbench/reading.ts';

/** A field that questions of a project may use, and as what. */
export interface UsableField {
  readonly name: string;
  readonly values?: readonly string[];
  readonly range?: {
    readonly low: number;
    readonly high: number;
    readonly step: number;
    readonly unit: string;
    /** The edges of its bins, where a question names none. */
    readonly bins?: readonly number[];
  };
  /** The parts of a question that it may stand in. */
  readonly uses: readonly string[];
  /** The sites where the project may use it. */
  readonly sites: readonly string[];
}

const CONDITIONS = ['where', 'cohort'];
const MEASURES = ['sum', 'mean', 'variance', 'quantiles', 'histogram', 'moments'];

/** What the sites let a project use, by free dry runs. @throws SfumatoError `not-allowed` or `unreachable-peer` where no site knows key and project. */
export async function usableFields(
  policy: Policy,
  quote: (draft: Draft) => Promise<FederatedQuote>,
): Promise<{ readonly sites: readonly string[]; readonly fields: readonly UsableField[] }> {
  const epsilon = leastOf(policy);
  const first = await quote({ count: 'patients', epsilon });
  const once = remembering(quote);
  const all = fieldsOf(policy);
  const barred = new Map<string, ReadonlySet<string>>();
  const lost = new Map<string, FederatedQuote['sites'][number]>();
  for (const site of sitesThatSpeak(first)) {
    const own = async (draft: Draft) => {
      const quoted = onlyOf(await once({ ...draft, epsilon }), site);
      for (const silent of quoted.sites.filter((one) => !saysOfFields(one))) {
        lost.set(site, silent);
      }
      return quoted;
    };
    const names = new Set(await barredFields(all, own));
    if (!lost.has(site)) {
      barred.set(site, names);
    }
  }
  const sites =
    barred.size > 0
      ? [...barred.keys()]
      : sitesThatSpeak({ sites: first.sites.map((one) => lost.get(one.site) ?? one) });
  const fields = all.flatMap((field) => {
    const { name } = field;
    const at = sites.filter((site) => barred.get(site)?.has(name) === false);
    const column = policy.columns.get(name);
    return at.length === 0 || column === undefined
      ? []
      : [{ name, ...kindOf(column, field), uses: usesOf(column), sites: at }];
  });
  return { sites, fields };
}

function leastOf({ document }: Policy): string {
  return document.disclosure.epsilonPerQuestion.value.min;
}

/** Sites that priced a question of no field at all. */
function sitesThatSpeak({ sites }: FederatedQuote): readonly string[] {
  const speaking = sites.filter(({ quote }) => quote?.state === 'quoted').map(({ site }) => site);
  if (speaking.length > 0) {
    return speaking;
  }
  const said = sites.map(shownQuote).map(({ site, state, note }) => `${site}: ${note ? ENGLISH.say(note) : state}`);
  const hint = sites.every(objectsToAsker)
    ? ' Check the project’s id, and that --key is the key you applied with.'
    : '';
  throw new SfumatoError(
    sites.some(({ quote: own }) => own !== undefined) ? 'not-allowed' : 'unreachable-peer',
    `No site says what the project may use. ${said.join(' ')}${hint}`,
  );
}

function onlyOf({ sites }: FederatedQuote, name: string): FederatedQuote {
  return { sites: sites.filter(({ site }) => site === name) };
}

/** Every site quotes each draft, so that one dry run serves all. */
function remembering(quote: (draft: Draft) => Promise<FederatedQuote>) {
  const known = new Map<string, Promise<FederatedQuote>>();
  return (draft: Draft): Promise<FederatedQuote> => {
    const key = Object.keys(draft.where ?? {}).join(' ');
    const found = known.get(key) ?? quote(draft);
    known.set(key, found);
    return found;
  };
}

function kindOf({ field: { range } }: Column, { values }: BuilderField): Pick<UsableField, 'values' | 'range'> {
  if (values !== undefined || range === undefined) {
    return { values: values ?? [] };
  }
  const { min: low, max: high, step, unit, bins } = range;
  return { range: { low, high, step, unit, ...(bins === undefined ? {} : { bins }) } };
}

function usesOf({ kind, field: { role } }: Column): readonly string[] {
  if (role === 'filter') {
    return CONDITIONS;
  }
  return [...CONDITIONS, 'by', ...(kind === 'measure' ? MEASURES : [])];
}
