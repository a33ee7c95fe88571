import { join } from 'node:path';
import { sha256, systemEntropy, utf8ToBytes } from '../../src/base/index.ts';
import { openRegister, openStaging, publish, slotAt } from '../../src/warehouse/index.ts';
import { type Archive, patientsOf } from './publish-staging.ts';

/** A published archive. */
interface Published {
  readonly file: string;
  readonly sizeClass: 'small' | 'medium' | 'large';
}

/** Publishes a staged archive as a site's first snapshot. */
export async function publishArchive(archive: Archive): Promise<Published> {
  const { folder, policy } = archive;
  const sizeClass = sizeClassOf(archive);
  const entropy = systemEntropy();
  const register = openRegister({ folder, key: sha256(utf8ToBytes('seal')), entropy, expected: undefined });
  const staging = await openStaging({ folder, policy });
  const { file } = await publish({
    staging,
    policy,
    sizeClass: policy.document.disclosure.sizeClasses.value[sizeClass],
    truncationKey: sha256(utf8ToBytes('truncation')),
    register,
    slot: slotAt('monthly', Date.UTC(2026, 2, 14)),
    entropy,
    snapshotsFolder: join(folder, 'snapshots'),
  });
  await staging.close();
  return { file, sizeClass };
}

/** The smallest size class that has room for the archive's patients. */
function sizeClassOf(archive: Archive): Published['sizeClass'] {
  const classes = archive.policy.document.disclosure.sizeClasses.value;
  const names = ['small', 'medium', 'large'] as const;
  return names.find((name) => patientsOf(archive) < 2 ** classes[name].patientsLog2 - 1) ?? 'large';
}
