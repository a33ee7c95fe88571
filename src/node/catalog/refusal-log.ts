import { z } from 'zod';
import { dropOldest, LIMITS } from '../../base/index.ts';
import { RefusalCode, wholeHour } from '../../contract/index.ts';
import type { Fold, JournalRecord } from '../../journal/index.ts';

const Refused = z.object({
  request: z.object({ project: z.string(), id: z.string(), textHash: z.string() }).nullable(),
  code: RefusalCode,
  digest: z.string(),
});

/** A question that was refused before anything was charged, as the journal has it. */
export interface FreeRefusal {
  /** The number of its record. */
  readonly seq: number;
  /** The hour in which it was recorded: see `wholeHour`. */
  readonly hourMs: number;
  readonly person: string;
  /** `null` where the record names no request. */
  readonly project: string | null;
  /** Its id and the hash of its signed text. */
  readonly request: { readonly id: string; readonly textHash: string } | null;
  readonly code: RefusalCode;
  readonly recordHash: string;
  readonly digest: string;
}

/** The newest refusals that cost nothing. */
export interface RefusalLog extends Fold {
  /** At most `LIMITS.refusalsListedMax`, the oldest first. */
  readonly refusals: () => readonly FreeRefusal[];
}

/** No refusals yet; it follows the records of others. */
export function createRefusalLog(): RefusalLog {
  const newest = new Map<number, FreeRefusal>();
  return Object.freeze({
    kinds: Object.freeze({}),
    apply: () => undefined,
    follow(record: JournalRecord) {
      if (record.kind !== 'refuse') {
        return;
      }
      newest.set(record.seq, refusalOf(record));
      dropOldest(newest, LIMITS.refusalsListedMax);
    },
    refusals: () => [...newest.values()],
  } satisfies RefusalLog);
}

function refusalOf({ seq, wallMs, actor, recordHash, body }: JournalRecord): FreeRefusal {
  const { request, code, digest } = Refused.parse(body);
  const project = request?.project ?? null;
  const named = request === null ? null : { id: request.id, textHash: request.textHash };
  return { seq, hourMs: wholeHour(wallMs), person: actor, project, request: named, code, recordHash, digest };
}
