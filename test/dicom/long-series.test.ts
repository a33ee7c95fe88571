import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import type { FromChild, Outcome } from '../../src/dicom/child/protocol.ts';
import { type Channel, serve } from '../../src/dicom/child/serve.ts';

/** More than one call takes as arguments. */
const INSTANCES = 500_000;

test('a child tells of a series of any length', async () => {
  const outcome: Outcome = { state: 'skipped', reason: 'not-a-file' };
  const outcomes: readonly Outcome[] = Array.from({ length: INSTANCES }, () => outcome);
  const parent = new EventEmitter();
  const told = new Promise<number>((resolve) => {
    const send = (message: FromChild, ...rest: readonly unknown[]): boolean => {
      (rest.at(-1) as () => void)();
      if (message.kind === 'results') {
        resolve(message.results[0]?.outcomes.length ?? 0);
      }
      return true;
    };
    serve({
      channel: Object.assign(parent, { send, exit: () => undefined }) as unknown as Channel,
      clock: systemClock,
      open: () =>
        async function* () {
          yield { outcomes };
          return undefined;
        },
    });
  });
  parent.emit('message', { kind: 'setup', policy: '{}', key: '0'.repeat(64) });
  parent.emit('message', { kind: 'batch', tasks: [{ kind: 'series', study: '1', series: '2' }] });
  expect(await told).toBe(INSTANCES);
});
