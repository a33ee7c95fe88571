import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type On, plannedOn } from '../query-runner.ts';
import { questionOf } from './ours.ts';
import { KINDS, type Kind, type Task } from './task.ts';

const EPSILON = '0.5';

/** The table of a snapshot as others read it, what is asked of it, and the true counts. */
export async function taskOf(on: On, csv: string): Promise<{ task: Task; truth: Record<Kind, number[]> }> {
  const rows = await written(on, csv);
  const [one, groups] = KINDS.map((kind) => questionOf(kind, on));
  const bound = plannedOn({ ...questionOf('groups', on).query, epsilon: EPSILON }, on, ({ caps }) => caps);
  const [[oneCount] = []] = await on.scan.run({ sql: one?.raw ?? '', parameters: [] });
  const byGroup = await on.scan.run({ sql: `${groups?.raw} ORDER BY 1`, parameters: [] });
  const codes = byGroup.map(([code]) => Number(code));
  const [first = Number.NaN] = codes;
  const { groupsPerPatient } = bound;
  return {
    task: { csv, rows, one: first, groups: codes, groupsPerPatient, epsilon: EPSILON },
    truth: { one: [Number(oneCount)], groups: byGroup.map(([, count]) => Number(count)) },
  };
}

async function written({ scan }: On, csv: string): Promise<number> {
  const out = createWriteStream(csv);
  out.write('patient,modality\n');
  let rows = 0;
  await scan.stream({ sql: 'SELECT "patient", "Modality" FROM series', parameters: [] }, ([patients, modalities]) => {
    out.write(patients?.map((patient, at) => `${patient},${modalities?.[at]}\n`).join(''));
    rows += patients?.length ?? 0;
  });
  out.end();
  await finished(out);
  return rows;
}
