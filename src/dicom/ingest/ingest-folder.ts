import type { Clock, Entropy } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Staging } from '../../warehouse/index.ts';
import { openParserPool, type ParserPool, type PoolOptions } from '../child/index.ts';
import { type Batch, batches } from './batches.ts';
import {
  countReason,
  emptyTally,
  type IngestProgress,
  type IngestReport,
  progressOf,
  reportOf,
  type Tally,
} from './report.ts';
import { openSink, type Sink } from './sink.ts';
import { countEntries, sourceFolder } from './tree.ts';

/** What an ingest needs. */
export interface IngestOptions {
  /** The folder to read, subfolders too. */
  readonly source: string;
  /** The site's own folder, in which `quarantine/` is kept. */
  readonly siteFolder: string;
  readonly policy: Policy;
  /** 32 bytes: pseudonyms and the names of files are made under it. */
  readonly pseudonymKey: Uint8Array;
  /** 32 bytes: paths in the quarantine list are sealed under it. */
  readonly sealKey: Uint8Array;
  readonly staging: Pick<Staging, 'add' | 'count' | 'seen' | 'markSeen' | 'flush'>;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Parsing processes side by side; 2 unless said otherwise. */
  readonly children?: number;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Once aborted, no further file is begun; what was read is staged and reported. */
  readonly signal?: AbortSignal;
  /** For tests: other limits and another entry for the parsing processes. */
  readonly pool?: Partial<Pick<PoolOptions, 'entry' | 'fileParseMsMax' | 'childBytesMax'>>;
}

const CHILDREN = 2;

/**
 * Reads every DICOM header below a folder, de-identifies it under the policy and stages it. Files that an earlier ingest
 * read and that didn't change are left out, so an interrupted ingest goes on where it stopped.
 * @throws SfumatoError `file-unreadable` for a source that can't be read, and whatever staging throws.
 */
export async function ingestFolder(options: IngestOptions): Promise<IngestReport> {
  const { source, siteFolder, policy, pseudonymKey, sealKey, staging, clock, entropy, children, pool } = options;
  const folder = await sourceFolder(source);
  const tally = emptyTally();
  const sink = openSink({ staging, siteFolder, sealKey, entropy, tally });
  const parsers = openParserPool({ policy, pseudonymKey, clock, count: children ?? CHILDREN, ...pool });
  const report = await progressReporter(options, { folder, tally });
  try {
    const todo = batches({ folder, pseudonymKey, staging });
    await drained(parsers, { todo, sink, tally, report, signal: options.signal });
  } finally {
    parsers.close();
    await sink.finish();
    await staging.flush();
  }
  return reportOf(tally);
}

async function progressReporter(
  { clock, onProgress }: IngestOptions,
  { folder, tally }: { folder: string; tally: Tally },
): Promise<() => void> {
  if (onProgress === undefined) {
    return () => undefined;
  }
  const startMs = clock.monotonicMs();
  const total = await countEntries(folder);
  return () => onProgress(progressOf(tally, { total, elapsedMs: clock.monotonicMs() - startMs }));
}

interface Drain {
  readonly todo: AsyncGenerator<Batch>;
  readonly sink: Sink;
  readonly tally: Tally;
  readonly report: () => void;
  readonly signal: AbortSignal | undefined;
}

/** Each parser takes the next batch when it is done with its own; the first error stops them all. */
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
    // The next batch is looked up while this one is parsed; an error waits until both are done.
    const [parsed, ahead] = await Promise.allSettled([oneBatch(child, next.value, drain), todo.next()]);
    succeeded(parsed);
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

async function oneBatch(child: Child, batch: Batch, { sink, tally, report }: Drain): Promise<void> {
  tally.known += batch.known;
  for (const reason of batch.skipped) {
    countReason(tally.skipped, reason);
  }
  const refused = batch.unreadable.map(() => ({ state: 'quarantined', reason: 'unreadable' }) as const);
  await sink.take(batch.unreadable, refused);
  if (batch.files.length > 0) {
    const outcomes = await child.parse(batch.files.map(({ path }) => path));
    await sink.take(batch.files, outcomes);
  }
  report();
}
