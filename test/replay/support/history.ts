import type { PurposeClass } from '../../../src/contract/index.ts';
import { purposeBit } from '../../../src/contract/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import type { StagedRow } from '../../../src/warehouse/index.ts';
import { inFolder, pseudonym, publishRows, row } from '../../warehouse/support/archive.ts';

/** The days of a history's publishes. */
export const DAYS = ['2025-02-01', '2026-02-01'] as const;
export type Day = (typeof DAYS)[number];

/** What a patient said before a publish: for which purpose alone, or that he or she withdraws. */
export interface Said {
  readonly before: Day;
  readonly only: PurposeClass | 'nothing';
}

/** Everything one patient ever contributes: which rows, from which publish on, and what was said about their use. */
export interface Contribution {
  readonly name: string;
  /** Day of the publish that first sees the patient: the intake block is its year. */
  readonly since: Day;
  readonly rows: readonly StagedRow[];
  readonly said?: Said | undefined;
}

/** What a row of a history holds: its study, and values by column. */
export interface Row {
  readonly study: number;
  readonly instances?: number;
  readonly values?: Readonly<Record<string, number>>;
}

/** A patient with these rows. */
export function patient(name: string, rows: readonly Row[], since: Day = '2026-02-01'): Contribution {
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
    for (const day of DAYS) {
      const rows = history.filter(({ since }) => since === day).flatMap((one) => one.rows);
      last = await publishRows({
        folder,
        policy,
        rows,
        day,
        seed: day,
        ...saidBefore(day, history),
        ...(last === undefined ? {} : { expected: last.record }),
      });
    }
    return use(last?.file ?? '');
  });
}

function saidBefore(day: Day, history: readonly Contribution[]) {
  const said = history.flatMap(({ name, said }) => (said?.before === day ? [{ name, only: said.only }] : []));
  return {
    optedOut: said.filter(({ only }) => only === 'nothing').map(({ name }) => pseudonym(name)),
    narrowed: said.flatMap(({ name, only }) =>
      only === 'nothing' ? [] : [{ pseudonyms: [pseudonym(name)], allowed: purposeBit(only) }],
    ),
  };
}
