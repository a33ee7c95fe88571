import { describe, expect, it } from 'vitest';
import { createSessions } from '../../src/access/index.ts';
import { LIMITS, systemEntropy } from '../../src/base/index.ts';
import { handClock } from './hand-clock.ts';

function parts() {
  const clock = handClock();
  return { clock, sessions: createSessions({ clock, entropy: systemEntropy() }) };
}
const ada = { person: 'ada', method: 'password', strongAgeMs: 0 } as const;

describe('a session', () => {
  it('is found by its secret alone, which is 256 bits and nowhere in what is listed', () => {
    const { sessions } = parts();
    const secret = sessions.begin(ada);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(sessions.find(secret)).toMatchObject({ person: 'ada', method: 'password' });
    expect(sessions.find(secret.slice(0, -1))).toBeUndefined();
    expect(sessions.find('')).toBeUndefined();
    const [listed] = sessions.list();
    expect(sessions.find(listed?.handle ?? '')).toBeUndefined();
    expect(JSON.stringify(sessions.list())).not.toContain(secret);
  });

  it('ends when nobody used it for its idle time, and not before', () => {
    const { sessions, clock } = parts();
    const secret = sessions.begin(ada);
    clock.advance(LIMITS.sessionIdleMs - 1);
    expect(sessions.find(secret)).toBeDefined();
    clock.advance(LIMITS.sessionIdleMs - 1);
    expect(sessions.find(secret)).toBeDefined();
    clock.advance(LIMITS.sessionIdleMs);
    expect(sessions.find(secret)).toBeUndefined();
  });

  it('is known as one that ended, of each person the newest few and for a while, but not once signed out of', () => {
    const { sessions, clock } = parts();
    const idle = sessions.begin(ada);
    clock.advance(LIMITS.sessionIdleMs);
    expect([sessions.hasEnded(idle), sessions.hasEnded('x')]).toEqual([true, false]);
    const left = sessions.begin(ada);
    expect(sessions.hasEnded(left)).toBe(false);
    sessions.end(left);
    const renewed = sessions.begin(ada);
    sessions.renew(renewed, 0);
    expect([left, renewed].map((one) => sessions.hasEnded(one))).toEqual([false, false]);
    const named = sessions.begin({ ...ada, person: 'bob' });
    sessions.endNamed(sessions.list().find(({ person }) => person === 'bob')?.handle ?? '');
    const many = Array.from({ length: 3 * LIMITS.sessionsPerPersonMax }, () => sessions.begin(ada));
    sessions.endAllOf('ada');
    expect(many.filter((one) => sessions.hasEnded(one))).toEqual(many.slice(-LIMITS.sessionsPerPersonMax));
    expect([named, idle].map((one) => sessions.hasEnded(one))).toEqual([true, false]);
    clock.advance(LIMITS.sessionMsMax);
    expect([named, ...many].filter((one) => sessions.hasEnded(one))).toEqual([]);
  });

  it('ends after its absolute time, however much it is used or renewed', () => {
    const { sessions, clock } = parts();
    let secret = sessions.begin(ada);
    for (let spent = 0; spent < LIMITS.sessionMsMax - 60_000; spent += 60_000) {
      clock.advance(60_000);
      secret = sessions.renew(secret, 0) ?? '';
      expect(sessions.find(secret)).toBeDefined();
    }
    clock.advance(60_000);
    expect(sessions.find(secret)).toBeUndefined();
    expect(sessions.renew(secret, 0)).toBeUndefined();
  });

  it('is not revived, nor its factors made fresh, by setting the time back', () => {
    const { sessions, clock } = parts();
    const secret = sessions.begin(ada);
    clock.advance(600_000);
    clock.setWall(Date.UTC(2020, 0, 1));
    expect(sessions.find(secret)?.strongAtMs).toBe(Date.UTC(2020, 0, 1) - 600_000);
    clock.advance(LIMITS.sessionIdleMs);
    clock.setWall(Date.UTC(2020, 0, 1));
    expect(sessions.find(secret)).toBeUndefined();
  });

  it('goes on under another secret when two factors are shown again, and the former opens nothing', () => {
    const { sessions, clock } = parts();
    const secret = sessions.begin({ ...ada, strongAgeMs: undefined });
    expect(sessions.find(secret)?.strongAtMs).toBeUndefined();
    clock.advance(5_000);
    const renewed = sessions.renew(secret, 0) ?? '';
    expect(sessions.find(secret)).toBeUndefined();
    expect(sessions.find(renewed)).toMatchObject({ person: 'ada', strongAtMs: clock.wallMs(), ageMs: 5_000 });
  });

  it('ends with all others of the person when they sign out everywhere, and nobody else’s does', () => {
    const { sessions } = parts();
    const [one, two] = [sessions.begin(ada), sessions.begin(ada)];
    const other = sessions.begin({ ...ada, person: 'noor' });
    expect(sessions.endAllOf('ada')).toBe(2);
    expect([one, two].map((secret) => sessions.find(secret))).toEqual([undefined, undefined]);
    expect(sessions.find(other)).toBeDefined();
  });

  it('pushes out the oldest of the same person, beyond as many as one may have', () => {
    const { sessions, clock } = parts();
    const other = sessions.begin({ ...ada, person: 'noor' });
    const secrets = Array.from({ length: LIMITS.sessionsPerPersonMax + 1 }, () => {
      clock.advance(1);
      return sessions.begin(ada);
    });
    expect(secrets.map((secret) => sessions.find(secret) !== undefined)).toEqual([
      false,
      ...Array(LIMITS.sessionsPerPersonMax).fill(true),
    ]);
    expect(sessions.find(other)).toBeDefined();
  });
});
