import { existsSync } from 'node:fs';
import { SfumatoError } from '../../../base/index.ts';
import { openStaging, stagingFile } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

interface Wanted {
  /** There is no snapshot yet. */
  readonly isFirst: boolean;
  /** Somebody said that an empty one is wanted. */
  readonly empty: boolean;
}

/**
 * Whether there is something to publish: a first snapshot of nobody would only use up its slot. Later ones are never held against what is
 * staged, and an empty first one may be asked for, so that whether a site has a snapshot says nothing of whether it has patients.
 * @throws SfumatoError `staging-missing`.
 */
export async function assertStaged({ folder, policy }: NodeContext, { isFirst, empty }: Wanted): Promise<void> {
  if (!existsSync(stagingFile(folder, policy))) {
    throw new SfumatoError(
      'staging-missing',
      `Nothing was ever ingested under ${policy.name}; run \`sfumato ingest\` first.`,
    );
  }
  if (!isFirst || empty) {
    return;
  }
  const staging = await openStaging({ folder, policy });
  try {
    if ((await staging.totals()).patients === 0) {
      throw new SfumatoError('staging-missing', 'Nothing is staged; ingest first, or publish with --empty.');
    }
  } finally {
    await staging.close();
  }
}
