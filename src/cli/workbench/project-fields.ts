import { isSfumatoError } from '../../base/index.ts';
import type { Draft, FederatedQuote, Matcher } from '../../contract/index.ts';
import type { BuilderField } from '../../dashboard/index.ts';

/** The fields that questions of a project may use, as far as that is known. */
export interface ProjectFields {
  list(): readonly BuilderField[];
  /** Asks the sites. What goes wrong on the way leaves it as it is. */
  learn(): Promise<void>;
}

/** As many conditions as a question surely may have. */
const TOGETHER = 32;

/** Has a draft priced by the sites, free. */
type QuoteOf = (draft: Draft) => Promise<FederatedQuote>;

/** The fields of `all` that questions of a project may use: all of them until it is known better. */
export function projectFields(all: readonly BuilderField[], quote: QuoteOf): ProjectFields {
  let barred: ReadonlySet<string> = new Set();
  return {
    list: () => all.filter(({ name }) => !barred.has(name)),
    async learn() {
      try {
        barred = new Set(await barredFields(all, quote));
      } catch (error) {
        // The key was forgotten, or nobody answers: both are told where they matter.
        if (!isSfumatoError(error)) {
          throw error;
        }
      }
    },
  };
}

/**
 * No site lists a project's fields for who isn't of the site, but each says to a free dry run whether a question may use those that it names. So
 * all fields are put into a few questions, and those of a question that is turned away into halves of it. What is given are those that all
 * sites that know the project turn away by themselves.
 */
export async function barredFields(all: readonly BuilderField[], quote: QuoteOf): Promise<readonly string[]> {
  if (all.length <= TOGETHER && !isBarred((await quote(draftOf(all))).sites)) {
    return [];
  }
  if (all.length === 1) {
    return all.map(({ name }) => name);
  }
  const half = Math.ceil(all.length / 2);
  return [...(await barredFields(all.slice(0, half), quote)), ...(await barredFields(all.slice(half), quote))];
}

function draftOf(fields: readonly BuilderField[]): Draft {
  const conditions = fields.map(({ name, values, range }) => {
    const matcher: Matcher =
      range === undefined ? [...(values ?? [])].slice(0, 1) : { between: [range.low, range.high] };
    return [name, matcher] as const;
  });
  return { count: 'patients', where: Object.fromEntries(conditions), epsilon: '0.1' };
}

/** A site that says something else, such as that it is closed, says nothing of the fields. */
function isBarred(sites: FederatedQuote['sites']): boolean {
  const said = sites.filter(saysOfFields);
  return said.length > 0 && !said.some(({ quote }) => quote?.state === 'quoted');
}

/** Whether a site's quote says anything of the fields that the draft names. */
export function saysOfFields({ quote }: FederatedQuote['sites'][number]): boolean {
  return quote?.state === 'quoted' || (quote?.state === 'refused' && quote.code === 'unknown-field');
}
