import { logOrigin, parseNoteKey } from '../../base/index.ts';
import type { CoordinatorConfig } from '../../coordinator/index.ts';
import type { Watching } from '../../link/index.ts';
import type { NodeConfig } from '../../node/index.ts';

/** What is wrong in a configuration that fits its schema, and where. */
interface Wrong {
  readonly path: readonly PropertyKey[];
  readonly sentence: string;
}

/** What a coordinator's schema can't say: of a site or log that is listed twice only one entry would count, and nobody would know which. */
export function coordinatorRules({ sites, witness }: CoordinatorConfig): readonly Wrong[] {
  return [
    ...repeated(sites.map(({ id }) => id)).map((at) => ({
      path: ['sites', at, 'id'],
      sentence: `the site ${sites[at]?.id} is listed twice; leave one entry of it`,
    })),
    ...logsTwice(witness, 'witness'),
  ];
}

/** What a site's schema can't say. */
export function nodeRules({ site, watches }: NodeConfig): readonly Wrong[] {
  const own = originsOf(watches).indexOf(logOrigin(site));
  const sentence = `${logOrigin(site)} is the log of this site itself: a copy of its folder would have its witness in it, so nothing would notice the copy; name another party under \`witnesses\``;
  return [...logsTwice(watches, 'watches'), ...(own < 0 ? [] : [{ path: ['watches', 'logs', own, 'key'], sentence }])];
}

function logsTwice(watching: Watching | undefined, member: string): readonly Wrong[] {
  const origins = originsOf(watching);
  return repeated(origins).map((at) => ({
    path: [member, 'logs', at, 'key'],
    sentence: `the log ${origins[at]} is listed twice; leave one entry of it, with the key that its site has now`,
  }));
}

function originsOf(watching: Watching | undefined): readonly string[] {
  return (watching?.logs ?? []).map(({ key }) => parseNoteKey(key)?.name ?? key);
}

/** Where something stands that stood before. */
function repeated(names: readonly string[]): readonly number[] {
  return names.flatMap((name, at) => (names.indexOf(name) < at ? [at] : []));
}
