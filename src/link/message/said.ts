import { z } from 'zod';
import { jsonIn, toUtf8, utf8ToBytes } from '../../base/index.ts';

/** The versions of the link that this program speaks. Both sides name theirs in every message. */
export const SPEAKS: readonly number[] = [1];

const Speaks = z.array(z.int().positive()).min(1).max(16);

/** What a request says: a verb with its input. */
const Call = z.strictObject({
  speaks: Speaks,
  verb: z.string().regex(/^[a-z]+(\.[a-zA-Z]+)+$/),
  input: z.unknown(),
  /** The id of the request that this is part of, for the logs of both sides. */
  trace: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
});
export type Call = z.infer<typeof Call>;

/** What a response says: the verb's output, or that there is none. */
const Result = z.union([
  z.strictObject({ speaks: Speaks, output: z.unknown() }),
  z.strictObject({ speaks: Speaks, failed: z.enum(['not-done', 'no-common-version', 'no-such-verb']) }),
]);
export type Result = z.infer<typeof Result>;

/** As bytes of JSON. */
export function wordsInBytes(words: Call | Result): Uint8Array {
  return utf8ToBytes(JSON.stringify(words));
}

/** Reads a call. */
export function readCall(bytes: Uint8Array): Call | undefined {
  return Call.safeParse(jsonOf(bytes)).data;
}

/** Reads a result. */
export function readResult(bytes: Uint8Array): Result | undefined {
  return Result.safeParse(jsonOf(bytes)).data;
}

/** Whether both speak a version; the latest that both do is used, and today there is one. */
export function haveCommonVersion(theirs: readonly number[]): boolean {
  return theirs.some((version) => SPEAKS.includes(version));
}

function jsonOf(bytes: Uint8Array): unknown {
  return jsonIn(toUtf8(bytes) ?? '');
}
