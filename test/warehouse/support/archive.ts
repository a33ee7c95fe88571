import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToHex, sha256, utf8ToBytes } from '../../../src/base/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import {
  openRegister,
  openStaging,
  type Published,
  publish,
  type Register,
  type RegisterDigest,
  type StagedInstance,
  type StagedRow,
  slotAt,
} from '../../../src/warehouse/index.ts';
import { seededEntropy } from '../../support/seeded-entropy.ts';

/** A 128-bit pseudonym that stands for `name`. */
export function pseudonym(name: string): string {
  return bytesToHex(sha256(utf8ToBytes(name))).slice(0, 32);
}

/** A row by plain names; keys become pseudonyms. */
export function row(
  [patient, study, series, instance]: readonly [string, string, string, string],
  values: Readonly<Record<string, number>> = {},
): StagedRow {
  return {
    patient: pseudonym(patient),
    study: pseudonym(study),
    series: pseudonym(series),
    instance: pseudonym(instance),
    values,
  };
}

export const TRUNCATION_KEY = sha256(utf8ToBytes('truncation key of the tests'));
export const SEAL_KEY = sha256(utf8ToBytes('seal key of the tests'));

/** Runs `work` in a folder of its own, which is removed after. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-warehouse-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a test may vary when it publishes. */
export interface Publishing {
  readonly folder: string;
  readonly policy: Policy;
  readonly rows: readonly StagedRow[];
  readonly sizeClass?: 'small' | 'medium' | 'large';
  readonly optedOut?: readonly string[];
  /** Patients who allow only the purposes of a mask. */
  readonly narrowed?: readonly { readonly pseudonyms: readonly string[]; readonly allowed: number }[];
  readonly expected?: RegisterDigest;
  readonly day?: string;
  readonly seed?: string;
  /** Instances that are counted only. */
  readonly counted?: readonly StagedInstance[];
  readonly rowsPerPass?: number;
}

/** Stages `rows` and publishes them, as a site would. */
export async function publishRows(options: Publishing): Promise<Published & { readonly register: Register }> {
  const { folder, policy, rows, sizeClass = 'small', seed = 'publish' } = options;
  const entropy = seededEntropy(seed);
  const register = openRegister({ folder, key: SEAL_KEY, entropy, expected: options.expected });
  register.optOut(options.optedOut ?? []);
  for (const { pseudonyms, allowed } of options.narrowed ?? []) {
    register.narrow(pseudonyms, allowed);
  }
  const staging = await openStaging({ folder, policy });
  try {
    await staging.add(rows);
    await staging.count(options.counted ?? []);
    const published = await publish({
      staging,
      policy,
      sizeClass: policy.document.disclosure.sizeClasses.value[sizeClass],
      truncationKey: TRUNCATION_KEY,
      register,
      slot: slotAt('monthly', Date.parse(options.day ?? '2026-03-14')),
      entropy,
      snapshotsFolder: join(folder, 'snapshots'),
      ...(options.rowsPerPass === undefined ? {} : { rowsPerPass: options.rowsPerPass }),
    });
    return { ...published, register };
  } finally {
    await staging.close();
  }
}
