import { isSfumatoError } from '../../base/index.ts';
import type { Draft, FederatedQuote, Matcher } from '../../contract/index.ts';
import type { BuilderField } from '../../dashboard/index.ts';

/** The fields that questions of a project may use, as far as that is known. */
export interface ProjectFields {
  list(): readonly BuilderField[];
  /** Asks the sites of each field. What goes wrong on the way leaves the rest as it is. */
  learn(): Promise<void>;
}

/**
 * No site lists a project's fields for who isn't of the site, but each says to a free dry run whether a question may use those that it names. So
 * each field is put into a question of its own; what all sites that know the project turn away is listed no longer.
 */
export function projectFields(
  all: readonly BuilderField[],
  quote: (draft: Draft) => Promise<FederatedQuote>,
): ProjectFields {
  const barred = new Set<string>();
  return {
    list: () => all.filter(({ name }) => !barred.has(name)),
    async learn() {
      try {
        for (const field of all) {
          const { sites } = await quote(draftOf(field));
          if (isBarred(sites)) {
            barred.add(field.name);
          } else {
            barred.delete(field.name);
          }
        }
      } catch (error) {
        // The key was forgotten, or nobody answers: both are told where they matter.
        if (!isSfumatoError(error)) {
          throw error;
        }
      }
    },
  };
}

function draftOf({ name, values, range }: BuilderField): Draft {
  const matcher: Matcher = range === undefined ? [...(values ?? [])] : { between: [range.low, range.high] };
  return { count: 'patients', where: { [name]: matcher }, epsilon: '0.1' };
}

/** A site that says something else, such as that it is closed, says nothing of the field. */
function isBarred(sites: FederatedQuote['sites']): boolean {
  const said = sites.flatMap(({ quote }) =>
    quote?.state === 'quoted' ? [true] : quote?.state === 'refused' && quote.code === 'unknown-field' ? [false] : [],
  );
  return said.length > 0 && !said.includes(true);
}
