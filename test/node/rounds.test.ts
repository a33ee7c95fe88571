import { describe, expect, it } from 'vitest';
import { LIMITS, systemClock } from '../../src/base/index.ts';
import { noRounds, type OpenRound, type Rounds } from '../../src/node/rounds.ts';

const ref = (id: string) => ({ key: 'key', project: 'lung', id, textHash: 'hash', attempt: 1 });
const round = (person: string): OpenRound => ({
  ...{ person, expires: Number.MAX_SAFE_INTEGER, round: 'round', secretKey: new Uint8Array(32).fill(7) },
  advertisement: { site: 'harbour', ephemeral: '', signature: '' },
});

/** A clock by which nothing that is waited for comes. */
const stillClock = { ...systemClock, until: () => new Promise<void>(() => {}) };

/** Opens so many rounds for a person. */
function open(rounds: Rounds, person: string, many: number): readonly OpenRound[] {
  return Array.from({ length: many }, (_, at) => {
    const one = round(person);
    rounds.open(ref(`${person} ${at}`), one);
    return one;
  });
}

describe('the rounds that are open', () => {
  it('are not driven out by those of somebody who opens more than anybody', () => {
    const rounds = noRounds(stillClock);
    open(rounds, 'ada', 3);
    const own = open(rounds, 'mallory', 2 * LIMITS.roundsOpenMax);
    expect([0, 1, 2].map((at) => rounds.find(ref(`ada ${at}`))?.person)).toEqual(['ada', 'ada', 'ada']);
    const left = own.filter((_, at) => rounds.find(ref(`mallory ${at}`)) !== undefined);
    expect(left).toHaveLength(LIMITS.roundsOpenMax - 3);
    expect(left).toEqual(own.slice(-left.length));
    expect(own[0]?.secretKey).toEqual(new Uint8Array(32));
  });

  it('leave room for somebody new, at the cost of who has most', () => {
    const rounds = noRounds(stillClock);
    open(rounds, 'mallory', LIMITS.roundsOpenMax);
    open(rounds, 'ada', 1);
    expect(rounds.find(ref('ada 0'))).toBeDefined();
    expect(rounds.find(ref('mallory 0'))).toBeUndefined();
    expect(rounds.find(ref('mallory 1'))).toBeDefined();
  });

  it('take the place of an earlier one of the same attempt, and of no other', () => {
    const rounds = noRounds(stillClock);
    open(rounds, 'ada', LIMITS.roundsOpenMax);
    const again = round('ada');
    rounds.open(ref('ada 5'), again);
    expect(rounds.find(ref('ada 5'))).toBe(again);
    expect(rounds.find(ref('ada 0'))).toBeDefined();
  });

  it('forget their secret once the request has expired, when they are closed, and not before', async () => {
    let nowMs = 1_000;
    const waits: { atMs: number; come: () => void; stop: AbortSignal | undefined }[] = [];
    const clock = {
      wallMs: () => nowMs,
      monotonicMs: () => nowMs - 1_000,
      until: (atMs: number, stop?: AbortSignal) =>
        new Promise<void>((come) => {
          waits.push({ atMs, come, stop });
        }),
    };
    const rounds = noRounds(clock);
    const [soon, later] = [500_000, 900_000].map((expires) => ({ ...round('ada'), expires }));
    rounds.open(ref('soon'), soon!);
    rounds.open(ref('later'), later!);
    expect(waits.map(({ atMs }) => atMs)).toEqual([559_000, 959_000]);
    nowMs = 499_999;
    waits[0]!.come();
    await Promise.resolve();
    expect(rounds.find(ref('soon'))).toBe(soon);
    nowMs = 500_000;
    waits[1]!.come();
    await Promise.resolve();
    expect(rounds.find(ref('soon'))).toBeUndefined();
    expect(soon!.secretKey).toEqual(new Uint8Array(32));
    expect(waits.map(({ stop }) => stop?.aborted)).toEqual([true, false]);
    expect(rounds.find(ref('later'))).toBe(later);
    rounds.close();
    expect(later!.secretKey).toEqual(new Uint8Array(32));
    expect(waits[1]?.stop?.aborted).toBe(true);
  });
});
