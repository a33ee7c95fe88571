import { availableParallelism } from 'node:os';
import { type Clock, type Entropy, type Fetch, hmacSha256Under, LIMITS } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Staging } from '../../warehouse/index.ts';
import { openParserPool, type ParserPool, type PoolOptions, type Taker } from '../child/index.ts';
import { type Archive, obstacleError, openArchive, type Source, sourceKey, UNITS } from '../source/index.ts';
import { type Batch, batches } from './batches.ts';
import { rowsListed } from './quarantine-lines.ts';
import { listBefore, mendedList } from './quarantine-upkeep.ts';
import {
  countReason,
  emptyTally,
  type IngestProgress,
  type IngestReport,
  progressOf,
  reportOf,
  type Tally,
} from './report.ts';
import type { Earlier } from './row-marks.ts';
import { openSink, type Sink } from './sink.ts';

/** What an ingest needs. */
export interface IngestOptions {
  readonly source: Source;
  /** The site's own folder, in which `quarantine/` is kept. */
  readonly siteFolder: string;
  readonly policy: Policy;
  /** 32 bytes: pseudonyms and the names of what was read are made under it. */
  readonly pseudonymKey: Uint8Array;
  /** 32 bytes: paths and addresses in the quarantine list are sealed under it. */
  readonly sealKey: Uint8Array;
  readonly staging: Pick<Staging, 'add' | 'count' | 'seen' | 'markSeen' | 'forgetSeen' | 'noteSource' | 'flush'>;
  /** It is no staging that is published from yet: the quarantine list, which goes with that one, loses nothing. */
  readonly anew?: boolean;
  /** What is read anew beside it: a file whose mark is taken back there is new here too. */
  readonly beside?: Pick<Staging, 'forgetSeen'> | undefined;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Lists the series of a DICOMweb server; their headers are fetched by the reading processes. */
  readonly fetch: Fetch;
  /** File of further certificate authorities that the reading processes trust (NODE_EXTRA_CA_CERTS). */
  readonly certificates?: string | undefined;
  /** Reading processes side by side; one per core unless said otherwise. */
  readonly children?: number;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Once aborted, nothing more is read; what was is staged and reported. */
  readonly signal?: AbortSignal;
  /** For tests: other limits and another entry for the reading processes. */
  readonly pool?: Partial<Pick<PoolOptions, 'entry' | 'fileParseMsMax' | 'childBytesMax'>>;
  /** For tests: how long a server may take, and after how long it is asked again. */
  readonly pace?: { readonly replyMsMax: number; readonly retryMs: number };
}

const PACE = { replyMsMax: LIMITS.archiveReplyMsMax, retryMs: LIMITS.archiveRetryMs } as const;

/**
 * Reads every DICOM header of a source, de-identifies it under the policy and stages it. What an earlier ingest read and what
 * didn't change since is left out, so an interrupted ingest goes on where it stopped.
 * @throws SfumatoError `unreachable-peer` and `peer-invalid` for a server, `file-unreadable` for a table, and whatever
 * staging throws.
 */
export async function ingestSource(options: IngestOptions): Promise<IngestReport> {
  const { source, siteFolder, sealKey, staging, entropy, signal } = options;
  const tally = emptyTally(UNITS[source.kind]);
  const listed = await listBefore(options);
  const sink = openSink({ staging, siteFolder, sealKey, entropy, tally, listed, anew: options.anew });
  const archive = archiveOf(options, tally);
  const key = sourceKey(hmacSha256Under(options.pseudonymKey), source);
  const note = { key, kind: source.kind, begunMs: options.clock.wallMs() };
  let begun: Promise<void> | undefined;
  const begin = async (told: number): Promise<void> => {
    begun ??= told > 0 ? staging.noteSource({ ...note, whole: false }) : undefined;
    await begun;
  };
  const parsers = parsersOf(options);
  const stop = (): void => parsers.close();
  signal?.addEventListener('abort', stop);
  try {
    const report = await progressReporter(options, { archive, tally });
    await drained(parsers, { source, todo: batches(archive, earlierOf(options)), sink, tally, begin, report, signal });
  } finally {
    signal?.removeEventListener('abort', stop);
    parsers.close();
    await sink.finish();
    await staging.flush();
  }
  tally.listStale = !options.anew && !(await mendedList(options, { ...sink, found: tally.done > 0 }));
  await staging.noteSource({
    ...note,
    whole: isWhole(options, { tally, again: sink.again }),
    // Read anew it is a source of what is staged already, and said to have had nothing.
    isEmpty: tally.done === 0 && !options.anew,
  });
  return reportOf(tally);
}

/** Whether all that a source has was read, but for what can't ever be; nothing at all is what a share has that isn't mounted. */
function isWhole({ signal }: IngestOptions, { tally, again }: { tally: Tally; again: ReadonlySet<string> }): boolean {
  return !signal?.aborted && tally.done > 0 && !tally.listInDoubt && again.size === 0;
}

function earlierOf({ staging, siteFolder }: IngestOptions): Earlier {
  return {
    seen: (keys) => staging.seen(keys),
    rowsRefused: (key, to) => rowsListed(siteFolder, { key, to }),
  };
}

function archiveOf({ source, pseudonymKey, clock, fetch, signal, pace = PACE }: IngestOptions, tally: Tally): Archive {
  const onDoubt = (): void => {
    tally.listInDoubt = true;
  };
  return openArchive(source, {
    server: serverOf(source, pace),
    keyed: hmacSha256Under(pseudonymKey),
    clock,
    fetch,
    signal,
    onDoubt,
  });
}

function parsersOf(options: IngestOptions): ParserPool {
  const { source, policy, pseudonymKey, clock, certificates, children, pool, pace = PACE } = options;
  const count = source.kind === 'table' ? 1 : (children ?? Math.max(1, availableParallelism()));
  const server = source.kind === 'dicomweb' ? serverOf(source, pace) : undefined;
  return openParserPool({ policy, pseudonymKey, clock, count, server, certificates, ...pool });
}

function serverOf(source: Source, pace: typeof PACE | NonNullable<IngestOptions['pace']>) {
  const { base, authorization } = source.kind === 'dicomweb' ? source : { base: '', authorization: undefined };
  return { base, ...(authorization !== undefined && { authorization }), ...pace };
}

async function progressReporter(
  { clock, onProgress }: IngestOptions,
  { archive, tally }: { archive: Archive; tally: Tally },
): Promise<() => void> {
  if (onProgress === undefined) {
    return () => undefined;
  }
  const startMs = clock.monotonicMs();
  tally.total = await archive.count();
  return () => onProgress(progressOf(tally, clock.monotonicMs() - startMs));
}

interface Drain {
  readonly source: Source;
  readonly todo: AsyncGenerator<Batch>;
  readonly sink: Sink;
  readonly tally: Tally;
  /** Notes that the source is being read, before anything of it is staged: a mistyped address, of which nothing came, is no source. */
  readonly begin: (told: number) => Promise<void>;
  readonly report: () => void;
  readonly signal: AbortSignal | undefined;
}

/** Each child takes the next batch when it is done with its own; the first error stops them all. */
async function drained({ children }: ParserPool, drain: Drain): Promise<void> {
  const stopping = new AbortController();
  const work = children.map(async (child) => {
    try {
      await drainInto(child, { ...drain, stopping: stopping.signal });
    } catch (error) {
      stopping.abort();
      throw error;
    }
  });
  const ends = await Promise.allSettled(work);
  ends.forEach(succeeded);
}

async function drainInto(child: Child, drain: Drain & { readonly stopping: AbortSignal }): Promise<void> {
  const { todo, signal, stopping } = drain;
  let next = await todo.next();
  while (!next.done && !stopping.aborted && !signal?.aborted) {
    // The next batch is looked up while this one is read; an error waits until both are done.
    const [read, ahead] = await Promise.allSettled([oneBatch(child, next.value, drain), todo.next()]);
    succeeded(read);
    next = succeeded(ahead);
  }
}

function succeeded<T>(end: PromiseSettledResult<T>): T {
  if (end.status === 'rejected') {
    throw end.reason;
  }
  return end.value;
}

type Child = ParserPool['children'][number];

async function oneBatch(child: Child, batch: Batch, drain: Drain): Promise<void> {
  const { source, sink, tally, begin, report } = drain;
  const told = batch.known + batch.skipped.length + batch.refused.length;
  await begin(told);
  tally.known += batch.known;
  tally.done += told;
  for (const reason of batch.skipped) {
    countReason(tally.skipped, reason);
  }
  for (const { named, reason } of batch.refused) {
    await sink.refuse(named, reason);
  }
  if (batch.readables.length > 0) {
    const obstacle = await child.parse(
      batch.readables.map(({ task }) => task),
      takerOf(batch, drain),
    );
    if (obstacle !== undefined) {
      throw obstacleError(obstacle, source);
    }
  }
  report();
}

function takerOf({ readables }: Batch, { sink, tally, begin, report }: Drain): Taker {
  return {
    facts({ rows, isEstimated, ignored }) {
      tally.total = rows;
      tally.totalIsEstimated = isEstimated;
      tally.ignoredColumns = ignored;
    },
    async outcomes(at, outcomes, ended) {
      const readable = readables[at];
      if (readable !== undefined) {
        await begin(outcomes.length);
        await sink.take(readable, { outcomes, ended });
        tally.done += tally.unit === 'rows' ? outcomes.length : ended ? 1 : 0;
        // Of a table that can't be read nothing comes but an end, and nothing is to be shown of its progress.
        if (tally.unit === 'series' || (tally.unit === 'rows' && outcomes.length > 0)) {
          report();
        }
      }
    },
  };
}
