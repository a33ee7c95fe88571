import type { Policy } from '../../../src/policy/index.ts';
import type { StagedRow } from '../../../src/warehouse/index.ts';
import { inFolder, publishRows, row } from '../../warehouse/support/archive.ts';

/** Everything one patient ever contributes: which rows, from which publish on. */
export interface Contribution {
  readonly name: string;
  /** Day of the publish that first sees the patient: the intake block is its year. */
  readonly since: string;
  readonly rows: readonly StagedRow[];
}

/** What a row of a history holds: its study, and values by column. */
export interface Row {
  readonly study: number;
  readonly instances?: number;
  readonly values?: Readonly<Record<string, number>>;
}

/** A patient with these rows. */
export function patient(name: string, rows: readonly Row[], since = '2026-02-01'): Contribution {
  const staged = rows.flatMap(({ study, instances = 1, values = {} }, series) =>
    Array.from({ length: instances }, (_, instance) =>
      row([name, `${name}-${study}`, `${name}-${series}`, `${name}-${series}-${instance}`], values),
    ),
  );
  return { name, since, rows: staged };
}

/**
 * Publishes a history from the beginning, slot by slot, and hands the last snapshot's file to `use`. All randomness comes
 * from one tape, so that two histories differ in their patients only.
 */
export async function replayed<T>(
  history: readonly Contribution[],
  policy: Policy,
  use: (file: string) => Promise<T>,
): Promise<T> {
  return inFolder(async (folder) => {
    let last: Awaited<ReturnType<typeof publishRows>> | undefined;
    for (const day of ['2025-02-01', '2026-02-01']) {
      const rows = history.filter(({ since }) => since === day).flatMap((one) => one.rows);
      last = await publishRows({
        folder,
        policy,
        rows,
        day,
        seed: day,
        ...(last === undefined ? {} : { expected: last.record }),
      });
    }
    return use(last?.file ?? '');
  });
}
