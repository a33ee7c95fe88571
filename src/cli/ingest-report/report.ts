import { percentText, printableCell } from '../../base/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { table } from '../terminal/table.ts';

/** What an ingest reports to people on the site: exact counts, which go nowhere else. */
export type IngestReport = VerbOutput['ingest'];

/** A table of the report. */
export interface ReportTable {
  readonly title: string;
  readonly note: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The report as tables, the same on a terminal and on a page. */
export function reportTables(report: IngestReport): readonly ReportTable[] {
  return [
    {
      title: 'This ingest',
      note: [IN_THIS_RUN, ...remarksOn(report)].join(' '),
      headings: ['headers', 'count'],
      rows: [
        ['read', String(report.read)],
        ['stored', String(report.stored)],
        ['stored, only counted', String(report.counted)],
        ...(report.copies === undefined ? [] : [['copies', String(report.copies)]]),
        // A series that was read before isn't fetched again, so its headers aren't counted.
        [report.unit === 'series' ? 'series known already' : 'known already', String(report.known)],
        ...named('skipped', report.skipped),
        ...named('quarantined', report.quarantined),
        ...named('private elements', report.privateElements ?? {}),
      ],
    },
    ...stagedTables(report),
  ];
}

/** The report as a terminal shows it. */
export function reportText(report: IngestReport): string {
  const tables = reportTables(report).map(({ title, headings, rows }) => `${title}\n\n${table(headings, rows)}`);
  return [...tables, ...remarksOn(report)].join('\n\n');
}

/** What is staged, as tables. */
export function stagedTables({
  staged,
  fields,
  anew,
}: Pick<IngestReport, 'staged' | 'fields' | 'anew'>): readonly ReportTable[] {
  const { patients, studies, series, instances } = staged;
  return [
    {
      ...(anew ? READ_ANEW : STAGED),
      headings: ['what', 'count'],
      rows: [
        ['patients', String(patients)],
        ['studies', String(studies)],
        ['series', String(series)],
        ['instances', String(instances)],
      ],
    },
    {
      title: 'Fields',
      note: 'Over all staged series: how many have a value, and how many of those values no vocabulary lists.',
      headings: ['field', 'filled', 'filled %', 'OTHER %'],
      rows: fields.map(({ keyword, series: all, filled, other }) => [
        keyword,
        String(filled),
        percentText(filled, all),
        percentText(other, filled),
      ]),
    },
  ];
}

const STAGED = {
  title: 'Staged in all',
  note: 'Everything that the next publish begins with, from this run and those before it.',
} as const;
const READ_ANEW = {
  title: 'Read anew so far',
  note: 'Everything that was read anew, in this run and those before it; what is staged is as it was.',
} as const;
const WENT_ON =
  'It went on with what was read anew before, which was not read again, whatever was corrected or deleted since: `staging discard` lets it be read from the first header.';
const ANEW =
  'It was read beside what is staged, which stays as it is: `staging compare` shows what would change, `staging replace` changes it.';
const IN_THIS_RUN = 'Headers of this run.';
const COUNTED =
  '“Only counted” are instances whose series takes its values from another instance: they are in the numbers of instances, and nothing else of them is needed.';
const PRIVATE =
  'Private elements are dropped; “private elements” are headers read in full that had some of that creator, OTHER being all that no list knows, and WITHOUT CREATOR some that nobody reserved.';
const COPIES =
  'Copies are files of an instance that another file has staged, in this run or before; each instance counts once.';
const EMPTY = 'There was nothing to read in this source; is the archive mounted?';

const LIST_IN_DOUBT =
  'The server repeated its list of series, did not end it, or took many out of it while it was read: there may be more. Run the same command again.';
const LIST_STALE =
  'The quarantine list could not be rewritten and may still name files that were mended: give this user the right to write in the site’s folder quarantine, or make space; the next ingest of this source rewrites it.';
const NOT_KEPT =
  'This report could not be kept in the site’s folder ingests: give this user the right to write there, or make space.';

/** What else is to be said of a run, a sentence each. */
function remarksOn({
  ignoredColumns = [],
  listInDoubt,
  listStale,
  notKept,
  privateElements,
  copies = 0,
  empty,
  anew,
  counted,
  known,
}: IngestReport): readonly string[] {
  return [
    ...(empty ? [EMPTY] : []),
    ...(counted > 0 ? [COUNTED] : []),
    ...(anew ? [ANEW] : []),
    ...(privateElements ? [PRIVATE] : []),
    ...(anew && known > 0 ? [WENT_ON] : []),
    ...(copies > 0 ? [COPIES] : []),
    ...(ignoredColumns.length > 0
      ? [`Columns that nothing reads: ${ignoredColumns.map(printableCell).join(', ')}.`]
      : []),
    ...(listInDoubt ? [LIST_IN_DOUBT] : []),
    ...(listStale ? [LIST_STALE] : []),
    ...(notKept ? [NOT_KEPT] : []),
  ];
}

function named(kind: string, counts: Readonly<Record<string, number>>): string[][] {
  return Object.entries(counts).map(([reason, count]) => [`${kind}: ${reason}`, String(count)]);
}
