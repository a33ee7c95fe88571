import { isSfumatoError } from '../../base/index.ts';
import { createGovernance, replaceableIn } from '../../governance/index.ts';
import {
  assertConfigured,
  assertSiteOnRecord,
  filesOnRecord,
  projectsOffRecord,
  type RecordedSite,
  readSiteKeys,
} from '../../node/index.ts';
import { replaceableText } from '../decision/replaceable-text.ts';
import type { LoadedNode } from '../files/configuration.ts';
import type { Shell } from '../shell.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';

/** What the doctor compares: a folder, and what its journal says; without that where there is none that is sound. */
interface Compared {
  readonly loaded: LoadedNode;
  readonly recorded: RecordedSite | undefined;
}

/** Whether the keys are there, and those that the journal knows. */
export function keysCheck({ loaded: { folder, config }, recorded }: Compared): Check {
  const found = attempt(() => {
    const keys = readSiteKeys(folder, config.site);
    if (recorded !== undefined) {
      assertSiteOnRecord({ config, keys }, recorded);
    }
    return keys;
  });
  const which = recorded === undefined ? 'valid' : 'those on record';
  return typeof found === 'string'
    ? { name: 'keys', state: 'failed', sentence: found }
    : { name: 'keys', state: 'ok', sentence: `All keys are there, and ${which}.` };
}

/** Whether what was published is there as it was, and projects are those that count. */
export async function recordChecks(compared: Compared, shell: Shell): Promise<readonly Check[]> {
  const { loaded, recorded } = compared;
  return recorded === undefined
    ? []
    : [
        ...(await filesChecks(loaded, recorded, shell)),
        ...configuredChecks(loaded, recorded),
        ...projectChecks(loaded, recorded),
        ...peopleChecks(recorded),
      ];
}

async function filesChecks(
  { folder, config }: LoadedNode,
  recorded: RecordedSite,
  { entropy }: Shell,
): Promise<readonly Check[]> {
  const keys = attempt(() => readSiteKeys(folder, config.site));
  if (typeof keys === 'string') {
    // The check of the keys says why nothing opens.
    return [];
  }
  const looks = filesOnRecord({ ...recorded, folder, keys, entropy }).map(async ({ name, look }): Promise<Check> => {
    const wrong = await problemOf(look);
    return wrong === undefined
      ? { name, state: 'ok', sentence: 'It is there, and as on record.' }
      : { name, state: 'failed', sentence: wrong };
  });
  return await Promise.all(looks);
}

/** What the configuration says of projects and people, where a start would refuse it. */
export function configuredChecks(
  { config, policy }: LoadedNode,
  { governance }: Pick<RecordedSite, 'governance'> = { governance: createGovernance() },
): readonly Check[] {
  const wrong = attempt(() => assertConfigured({ config, policy, governance }));
  return typeof wrong === 'string' ? [{ name: 'configuration', state: 'failed', sentence: wrong }] : [];
}

/** Projects are on record from the first start that sees them; whoever edits the configuration later changes nothing. */
function projectChecks({ config }: LoadedNode, recorded: RecordedSite): readonly Check[] {
  return projectsOffRecord(config, recorded).map(({ id, fields, ended }) => {
    const differs = fields.length === 0 ? [] : [`differs from the one on record in ${fields.join(', ')}`];
    const what = [...(ended ? ['has ended'] : []), ...differs].join(', and ');
    const sentence = `${id} ${what}; the record counts, and node.yaml no longer: \`sfumato project\` shows and changes it.`;
    return { name: `project ${id}`, state: 'warning' as const, sentence };
  });
}

/** Whether those who decide could replace one of them: nothing else brings anybody in. */
function peopleChecks({ governance: { decisions } }: RecordedSite): readonly Check[] {
  const replaceable = replaceableIn(decisions);
  const sentence = replaceableText(replaceable);
  const enough: Check = { name: 'people', state: 'ok', sentence: 'If one key is lost, the others can replace it.' };
  const lacking: Check = {
    name: 'people',
    state: replaceable.canEnrol ? 'warning' : 'failed',
    sentence: sentence ?? '',
  };
  return decisions.people.size === 0 ? [] : [sentence === undefined ? enough : lacking];
}

async function problemOf(look: () => Promise<void>): Promise<string | undefined> {
  try {
    await look();
    return undefined;
  } catch (error) {
    if (!isSfumatoError(error)) {
      throw error;
    }
    return error.message;
  }
}
