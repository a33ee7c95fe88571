import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock, systemEntropy, systemFetch } from '../../src/base/index.ts';
import type { Outcome, ParserPool } from '../../src/dicom/child/index.ts';
import { type IngestOptions, type IngestReport, ingestSource, namedSource } from '../../src/dicom/index.ts';
import type { SourceNote, StagedInstance, StagedRow, Staging } from '../../src/warehouse/index.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';
import { POLICY, PSEUDONYM_KEY } from './policy.ts';

export const SEAL_KEY = new Uint8Array(32).fill(9);
export const POISONED_CHILD = fileURLToPath(new URL('./poisoned-child.mjs', import.meta.url));

/** Folders of one test: an archive to read and a site to write to. */
export interface Folders {
  readonly root: string;
  readonly source: string;
  readonly siteFolder: string;
  put(name: string, bytes: Uint8Array | string): string;
  remove(): void;
}

/** Fresh folders under the system's temporary one. */
export function folders(): Folders {
  const root = mkdtempSync(join(tmpdir(), 'sfumato-dicom-'));
  const source = join(root, 'archive');
  const siteFolder = join(root, 'site');
  mkdirSync(source);
  mkdirSync(siteFolder);
  return {
    root,
    source,
    siteFolder,
    put(name, bytes) {
      const path = join(source, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
      return path;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Keeps what is staged where a test can look at it. */
export interface KeptStaging
  extends Pick<Staging, 'add' | 'count' | 'seen' | 'markSeen' | 'forgetSeen' | 'noteSource' | 'flush'> {
  readonly rows: StagedRow[];
  readonly instances: StagedInstance[];
  readonly files: Set<string>;
  readonly sources: Map<string, SourceNote>;
}

/** Staging in memory. */
export function keptStaging(): KeptStaging {
  const rows: StagedRow[] = [];
  const instances: StagedInstance[] = [];
  const files = new Set<string>();
  const sources = new Map<string, SourceNote>();
  return {
    rows,
    instances,
    files,
    sources,
    async add(more) {
      rows.push(...more);
    },
    async count(more) {
      instances.push(...more);
    },
    async seen(keys) {
      return new Set(keys.filter((key) => files.has(key)));
    },
    async markSeen(keys) {
      for (const key of keys) {
        files.add(key);
      }
    },
    async forgetSeen(keys) {
      for (const key of keys) {
        files.delete(key);
      }
    },
    async noteSource(note) {
      if (!note.isEmpty || sources.has(note.key)) {
        sources.set(note.key, note);
      }
    },
    async flush() {},
  };
}

/** What becomes of files in a child, one outcome each. */
export async function parsedFiles(
  child: ParserPool['children'][number] | undefined,
  paths: readonly string[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const obstacle = await child?.parse(
    paths.map((path) => ({ kind: 'file', path })),
    {
      async outcomes(at, more, ended) {
        if (at !== outcomes.length || more.length !== 1 || !ended) {
          throw new Error('a file has one outcome, in its turn');
        }
        outcomes.push(...more);
      },
    },
  );
  if (obstacle !== undefined) {
    throw new Error('files are no obstacle');
  }
  return outcomes;
}

/** Ingests a test's archive: a folder, or whatever else is named. */
export async function ingest(
  { source, siteFolder }: Pick<Folders, 'source' | 'siteFolder'>,
  staging: IngestOptions['staging'],
  more: Partial<IngestOptions> & { readonly headerFile?: string } = {},
): Promise<IngestReport> {
  const { headerFile, ...options } = more;
  return ingestSource({
    source: await namedSource({ source, headerFile }),
    siteFolder,
    policy: POLICY,
    pseudonymKey: PSEUDONYM_KEY,
    sealKey: SEAL_KEY,
    staging,
    clock: systemClock,
    entropy: systemEntropy(),
    fetch: systemFetch,
    children: 1, // a child takes half a second to start
    ...options,
  });
}

/** An instance that ends the poisoned child if it is read in full. */
export function costlyFile({ n, patient = 'COSTLY' }: { n: number; patient?: string }): Uint8Array {
  const ids = identifiers({ patient, study: '1.2', series: '1.3', instance: `1.4.${n}` });
  return part10(dataSet(...ids, element(0x00080060, 'CS', 'CT'), element(0x00080070, 'UT', 'x')));
}

/** A small CT file of its own patient, study, series and instance. */
export function goodFile(n: number): Uint8Array {
  const ids = identifiers({ patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` });
  return part10(dataSet(...ids, element(0x00080060, 'CS', 'CT'), element(0x00180050, 'DS', '5')));
}
