import { z } from 'zod';
import { Hash } from '../../contract/index.ts';
import type { Fold } from '../../journal/index.ts';

/** A policy version that came into force here: the body of a `policy` record. */
export const PolicyRecord = z.strictObject({ name: z.string(), deidentification: Hash, disclosure: Hash });
export type PolicyRecord = z.infer<typeof PolicyRecord>;

/** A published snapshot: the body of a `snapshot` record. Holds no count of rows or patients. */
export const SnapshotRecord = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  slot: z.string(),
  /** The intake block of patients who are new in this snapshot: the slot's calendar year. */
  block: z.int(),
  policy: z.string(),
  deidentification: Hash,
  salt: z.string().regex(/^[0-9a-f]{32,64}$/),
  /** SHA-256 over salt and file: shows that a file is this snapshot, and nothing about it to who lacks the file. */
  saltedFileHash: Hash,
  registerSalt: z.string().regex(/^[0-9a-f]{32,64}$/),
  registerDigest: Hash,
});
export type SnapshotRecord = z.infer<typeof SnapshotRecord>;

/** Who a site is, for life: the body of the one `site` record. Keys are known by a hash of theirs. */
export const SiteRecord = z.strictObject({
  site: z.string(),
  domain: z.string(),
  domainSince: z.int(),
  keys: z.strictObject({ pseudonym: Hash, truncation: Hash, seal: Hash }),
});
export type SiteRecord = z.infer<typeof SiteRecord>;

/** A snapshot and when it was published. */
interface Published {
  readonly record: SnapshotRecord;
  readonly publishedMs: number;
}

/** Who the site is, and which policy and snapshot are current, as the journal has them. */
export interface Catalog extends Fold {
  readonly site: () => SiteRecord | undefined;
  readonly policy: () => PolicyRecord | undefined;
  readonly snapshot: () => SnapshotRecord | undefined;
  /** All that were ever published, the oldest first, each with its time in milliseconds since 1970-01-01 UTC. */
  readonly published: () => readonly Published[];
  /** When that snapshot was published, in milliseconds since 1970-01-01 UTC. */
  readonly publishedMs: () => number | undefined;
}

/** An empty catalog, to be filled by the journal's replay. */
export function createCatalog(): Catalog {
  let site: SiteRecord | undefined;
  let policy: PolicyRecord | undefined;
  const published: Published[] = [];
  return Object.freeze({
    kinds: Object.freeze({ site: SiteRecord, policy: PolicyRecord, snapshot: SnapshotRecord }),
    apply(record) {
      if (record.kind === 'site') {
        site = SiteRecord.parse(record.body);
      } else if (record.kind === 'policy') {
        policy = PolicyRecord.parse(record.body);
      } else {
        published.push({ record: SnapshotRecord.parse(record.body), publishedMs: record.wallMs });
      }
    },
    site: () => site,
    policy: () => policy,
    snapshot: () => published.at(-1)?.record,
    published: () => published,
    publishedMs: () => published.at(-1)?.publishedMs,
  } satisfies Catalog);
}
