import type { Policy } from '../../../src/policy/index.ts';
import { openSnapshot, type Snapshot } from '../../../src/warehouse/scan.ts';

/** One stored row, by column name. */
export type StoredRow = Readonly<Record<string, bigint>>;

const FIXED = ['patient', 'study', 'seed', 'block', 'scope', 'instances', 'live'];

/** Opens a snapshot for a test. */
export function openForTest(
  file: string,
  policy: Policy,
  size: 'small' | 'medium' | 'large' = 'small',
): Promise<Snapshot> {
  const { patientsLog2 } = policy.document.disclosure.sizeClasses.value[size];
  return openSnapshot({ file, deidentificationHash: policy.deidentificationHash, patientsLog2 });
}

/** The rows of an open snapshot, patients' only or sentinels too, in the order in which they stand. */
export async function rowsOf(snapshot: Snapshot, policy: Policy, which: 'live' | 'all' = 'live'): Promise<StoredRow[]> {
  const names = [...FIXED, ...policy.columns.keys()];
  const columns = names.map((name) => `"${name}"`).join(', ');
  const condition = which === 'live' ? 'WHERE "live" = 1' : '';
  const rows = await snapshot.run({ sql: `SELECT ${columns} FROM series ${condition}`, parameters: [] });
  return rows.map((values) => Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0n])));
}

/** The rows of a snapshot file. */
export async function storedRows(file: string, policy: Policy, which: 'live' | 'all' = 'live'): Promise<StoredRow[]> {
  const snapshot = await openForTest(file, policy);
  try {
    return await rowsOf(snapshot, policy, which);
  } finally {
    snapshot.close();
  }
}
