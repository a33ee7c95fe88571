import { describe, expect, it } from 'vitest';
import { tellLeaseOpen, tellWitnesses } from '../../src/cli/site/tell-witnesses.ts';

type State = Parameters<typeof tellLeaseOpen>[1] extends { state(): infer S } ? S : never;

/** What is told while the site stands so, half a second each. */
async function toldOf(states: readonly State['state'][]): Promise<string[]> {
  const notes: string[] = [];
  const ended = new AbortController();
  let at = 0;
  const clock = {
    wallMs: () => 0,
    monotonicMs: () => 500 * at,
    until: async () => {
      at += 1;
      if (at === states.length) {
        ended.abort();
      }
    },
  };
  const guard = { state: (): State => ({ state: states[at] ?? 'none', sentence: 'So it is.' }) };
  await tellWitnesses({ clock, terminal: { note: (line) => void notes.push(line) } }, guard, ended.signal);
  return notes;
}

const times = (count: number, state: State['state']): State['state'][] => Array.from({ length: count }, () => state);

describe('how a site stands to its witnesses', () => {
  it('is told at once when it is halted, and once more when that is over', async () => {
    expect(await toldOf(['waiting', 'witnessed', ...times(20, 'halted'), ...times(20, 'witnessed')])).toEqual([
      'Witnesses: halted. So it is.',
      'Witnesses: witnessed. So it is.',
    ]);
  });

  it('is told when it waits for more than a moment', async () => {
    expect(await toldOf([...times(9, 'waiting'), 'witnessed'])).toEqual([]);
    expect(await toldOf([...times(15, 'waiting'), 'witnessed'])).toEqual([
      'Witnesses: waiting. So it is.',
      'Witnesses: witnessed. So it is.',
    ]);
  });

  it('is not told where there are none', async () => {
    expect(await toldOf(times(20, 'none'))).toEqual([]);
  });
});

it('an end with an open lease says so, and another nothing', () => {
  const notes: string[] = [];
  const terminal = { note: (line: string) => void notes.push(line) };
  tellLeaseOpen({ terminal }, { state: () => ({ state: 'waiting', sentence: 'The site is closed.' }) });
  tellLeaseOpen({ terminal }, { state: () => ({ state: 'waiting', sentence: 'It stays open.', leaseOpen: true }) });
  expect(notes).toEqual(['It stays open.']);
});
