import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { unlessAborted, whenAborted } from '../../src/base/index.ts';

describe('waiting for a signal', () => {
  it('is told to everybody who waits, by one listener, and to nobody who took it back', () => {
    const stop = new AbortController();
    const told: number[] = [];
    const takeBack = Array.from({ length: 50 }, (_, at) => whenAborted(stop.signal, () => told.push(at)));
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    takeBack.slice(2).forEach((one) => void one());
    stop.abort();
    expect(told).toEqual([0, 1]);
  });

  it('is told at once where the signal is aborted already', () => {
    const told: string[] = [];
    whenAborted(AbortSignal.abort(), () => told.push('now'))();
    expect(told).toEqual(['now']);
  });
});

describe('work under a signal', () => {
  it('comes to what it gives or throws, or to the signal’s reason where that is first', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const never = unlessAborted(stop.signal, new Promise(() => undefined));
    expect(await unlessAborted(stop.signal, Promise.resolve(3))).toBe(3);
    await expect(unlessAborted(stop.signal, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    stop.abort(reason);
    await expect(never).rejects.toBe(reason);
    await expect(unlessAborted(stop.signal, new Promise(() => undefined))).rejects.toBe(reason);
  });
});
