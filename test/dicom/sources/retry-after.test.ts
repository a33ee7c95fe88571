import { expect, test } from 'vitest';
import type { Clock } from '../../../src/base/index.ts';
import { LIMITS } from '../../../src/base/index.ts';
import { persistentRequester } from '../../../src/dicom/json/index.ts';

const NOW_MS = Date.UTC(2026, 10, 27, 12);
const SERVER = { base: 'https://pacs.example', replyMsMax: 120_000, retryMs: 1_000 };

/** The waits between requests that are all answered by 429 and what Retry-After says in turn. */
async function waitsOf(says: readonly string[]): Promise<readonly number[]> {
  const waits: number[] = [];
  const clock: Clock = {
    wallMs: () => NOW_MS,
    monotonicMs: () => 0,
    until(atMs, stop) {
      if (atMs === SERVER.replyMsMax) {
        return new Promise((resolve) => stop?.addEventListener('abort', () => resolve()));
      }
      waits.push(atMs);
      return Promise.resolve();
    },
  };
  let asked = 0;
  const fetch = async () => {
    const after = says[asked];
    asked += 1;
    return new Response(null, { status: 429, headers: after === undefined ? {} : { 'retry-after': after } });
  };
  const found = await persistentRequester({ server: SERVER, clock, fetch })('/series', async () => ({}));
  expect(found).toMatchObject({ failure: 'failed', status: 429 });
  return waits;
}

test.each([
  ['seconds', ['7', '9', '1'], [7_000, 9_000]],
  ['a date', ['Fri, 27 Nov 2026 12:00:20 GMT', 'Fri, 27 Nov 2026 11:00:00 GMT'], [20_000, 4_000]],
  ['less than is waited anyway', ['0', '2'], [1_000, 4_000]],
  ['nothing, or nonsense', ['soon'], [1_000, 4_000]],
  ['longer than anybody waits', ['99999', '999999999999'], [LIMITS.archiveRetryAfterMsMax, 4_000]],
])('a busy server is asked again no sooner than it says, which is %s', async (_what, says, waits) => {
  expect(await waitsOf(says)).toEqual(waits);
});
