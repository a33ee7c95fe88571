import type { Policy } from '../../src/policy/index.ts';
import { openHandle } from '../../src/warehouse/engine/handle.ts';
import { openStaging, stagingFile } from '../../src/warehouse/index.ts';
import { type StoredColumn, storedColumns } from '../../src/warehouse/layout.ts';

/** A synthetic archive: how many series it has, and where its staging goes. */
export interface Archive {
  readonly folder: string;
  readonly policy: Policy;
  readonly series: number;
}

const SERIES_PER_PATIENT = 10;
const SERIES_PER_STUDY = 3;

/** How many patients an archive has, at most: a few draw no study. */
export function patientsOf({ series }: Pick<Archive, 'series'>): number {
  return Math.max(1, Math.floor(series / SERIES_PER_PATIENT));
}

/**
 * Fills a staging in SQL, because millions of rows through `add` would take many minutes. Everything follows from the row's
 * number, so every run publishes the same. Studies of one patient lie scattered over the whole staging, as in an archive
 * that was read by date. One series in five has two instances beside its header's, one in ten says itself how many it has.
 */
export async function stageArchive(archive: Archive): Promise<void> {
  const { folder, policy } = archive;
  await (await openStaging({ folder, policy })).close();
  const handle = await openHandle(stagingFile(folder, policy), { preserve_insertion_order: 'false' });
  try {
    const connection = await handle.connect();
    const columns = storedColumns(policy).filter(({ derived }) => derived === undefined);
    await connection.run(headersStatement(archive, columns));
    await connection.run(`
      INSERT INTO instance SELECT ${keys().join(', ')}, ${pseudonym('3 * row + extra', 4)}
      FROM (${rowsOf(archive)}), range(1, 3) more(extra) WHERE row % 5 = 1`);
    await connection.run('CHECKPOINT');
  } finally {
    handle.close();
  }
}

function headersStatement(archive: Archive, columns: readonly StoredColumn[]): string {
  return `
    INSERT INTO header
    SELECT ${keys().join(', ')}, ${pseudonym('3 * row', 4)}, 0, ${pseudonym('row // 97 % 200', 5)},
      20000 + ${draw('study', 6, 4_000)}, CASE WHEN row % 10 = 0 THEN 1 + ${draw('row', 7, 300)} END
      ${columns.map((column, at) => `, ${value(column, 10 + at)}`).join('')}
    FROM (${rowsOf(archive)})`;
}

function rowsOf(archive: Archive): string {
  const patient = `hash(row // ${SERIES_PER_STUDY}) % ${patientsOf(archive)}`;
  return `SELECT row, row // ${SERIES_PER_STUDY} AS study, ${patient} AS patient FROM range(${archive.series}) r(row)`;
}

const keys = (): readonly string[] => [pseudonym('patient', 1), pseudonym('study', 2), pseudonym('row', 3)];

/** 128 bits that stand for a number, in one of several domains. */
function pseudonym(number: string, domain: number): string {
  return `((hash(${number}, ${domain})::UHUGEINT << 64) | hash(${number}, ${domain}, 0)::UHUGEINT)`;
}

/** A number below `below` that follows from another one. */
function draw(number: string, domain: number, below: number): string {
  return `(hash(${number}, ${domain}) >> 8) % ${below}`;
}

/** A third of all measures is missing, and so is one dimension in ten; most series of a study share a common code. */
function value({ min, max, missing, other, perPatient, type }: StoredColumn, domain: number): string {
  const chance = `hash(row, ${domain}) % 10`;
  if (perPatient) {
    return `CAST(${min} + ${draw('patient', domain, max - min + 1)} AS ${type})`;
  }
  const any = `${min} + ${draw('row', domain, max - min + 1)}`;
  const common = `${min} + ${draw('study', domain, Math.min(3, max - min + 1))}`;
  return other === undefined
    ? `CAST(CASE WHEN ${chance} < 3 THEN ${missing} ELSE ${any} END AS ${type})`
    : `CAST(CASE WHEN ${chance} = 0 THEN ${missing} WHEN ${chance} < 6 THEN ${common} ELSE ${any} END AS ${type})`;
}
