import { expect, test } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { createRefusalLog } from '../../src/node/catalog/refusal-log.ts';

const HOUR = 3_600_000;
const record = (seq: number, kind = 'refuse') => ({
  ...{
    seq,
    kind,
    actor: 'ada',
    keyId: null,
    reason: null,
    wallMs: HOUR + seq,
    monotonicMs: 0,
    recordHash: 'aa',
    epoch: 'cc',
    highWaterMs: 0,
  },
  body: { request: { project: 'bones', id: 'dd', textHash: 'ee' }, code: 'busy', digest: 'bb' },
  position: { segment: 0, offset: 0, bytes: 0 },
});

test('the newest refusals are kept, and no flood of them keeps more', () => {
  const log = createRefusalLog();
  for (let seq = 0; seq < LIMITS.refusalsListedMax + 5; seq += 1) {
    log.follow?.(record(seq));
    log.follow?.(record(seq, 'replay'));
  }
  const kept = log.refusals();
  expect([kept.length, kept[0]?.seq]).toEqual([LIMITS.refusalsListedMax, 5]);
  expect(kept[0]).toMatchObject({
    hourMs: HOUR,
    person: 'ada',
    project: 'bones',
    code: 'busy',
    request: { id: 'dd', textHash: 'ee' },
  });
});
