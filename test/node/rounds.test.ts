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

  /** Opens one at the third second that expires at 503 s; `set` then sets the clock, and `pass` lets time pass. */
  function opened() {
    let [setMs, passedMs] = [3_000, 0];
    const waits: { atMs: number; come: () => void; stop: AbortSignal | undefined }[] = [];
    const clock = {
      wallMs: () => setMs + passedMs,
      monotonicMs: () => passedMs,
      until: (atMs: number, stop?: AbortSignal) => new Promise<void>((come) => waits.push({ atMs, come, stop })),
    };
    const rounds = noRounds(clock);
    const one = { ...round('ada'), expires: 503_000 };
    rounds.open(ref('one'), one);
    const pass = async (ms: number): Promise<void> => {
      const untilMs = passedMs + ms;
      for (let due = waits.at(-1); due && !due.stop?.aborted && due.atMs <= untilMs; due = waits.at(-1)) {
        passedMs = due.atMs;
        due.come();
        await systemClock.until(systemClock.monotonicMs() + 1);
        if (due === waits.at(-1)) {
          break;
        }
      }
      passedMs = untilMs;
    };
    const isOpen = () => rounds.find(ref('one')) !== undefined && one.secretKey.some((byte) => byte !== 0);
    return { rounds, one, waits, pass, isOpen, set: (ms: number) => (setMs += ms) };
  }

  it('forget their secret within a minute once the request has expired, and not before', async () => {
    const { pass, isOpen, waits } = opened();
    await pass(499_999);
    expect(isOpen()).toBe(true);
    await pass(60_002);
    expect(isOpen()).toBe(false);
    expect(waits.at(-1)?.stop?.aborted).toBe(true);
  });

  it.each([
    ['set back after it was begun', -7_200_000, 499_999],
    ['set ahead', 400_000, 99_999],
  ])('do so as soon where the clock is %s', async (_, ms, untilMs) => {
    const { pass, isOpen, set } = opened();
    set(ms);
    await pass(untilMs);
    expect(isOpen()).toBe(true);
    await pass(60_002);
    expect(isOpen()).toBe(false);
  });

  it('forget their secret when they are closed', () => {
    const { rounds, one, waits } = opened();
    rounds.close();
    expect(one.secretKey).toEqual(new Uint8Array(32));
    expect(waits[0]?.stop?.aborted).toBe(true);
  });

  it('wait no longer at once than Node takes a wait for, however far ahead their request expires', () => {
    const waits: number[] = [];
    const rounds = noRounds({
      ...stillClock,
      monotonicMs: () => 0,
      until: (atMs) => new Promise(() => waits.push(atMs)),
    });
    rounds.open(ref('far'), { ...round('ada'), expires: systemClock.wallMs() + 30 * 86_400_000 });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeLessThan(2 ** 31);
    rounds.close();
  });
});
