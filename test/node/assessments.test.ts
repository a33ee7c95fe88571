import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import type { LocalVerb, OpenNode, VerbOutput } from '../../src/node/index.ts';
import { noAssessments } from '../../src/node/verbs/risk/assessments.ts';
import { reportOf } from '../../src/node/verbs/risk/report.ts';
import { dataSet, identifiers, part10 } from '../dicom/part10.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const MIRA = { by: 'mira', input: { combined: 1 } };
const OTTO = { by: 'otto', input: { combined: 2 } };
const turn = async () => undefined;
const report = (policy: string) => reportOf({ policy, fields: [], found: [], population: undefined, turn });

/** Work whose end the test decides. */
function held<T>() {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve: (value: T) => resolve(value), reject: (error: Error) => reject(error) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('assessments', () => {
  it('are one at a time, and the last one is kept until another has come to its end', async () => {
    const desk = noAssessments(() => 7);
    const first = held<Awaited<ReturnType<typeof report>>>();
    desk.begin(MIRA, ({ onProgress }) => {
      queueMicrotask(() => onProgress({ done: 1, total: 2 }));
      return first.promise;
    });
    expect(() => desk.begin(OTTO, () => report('other'))).toThrow('An assessment that mira began is under way');
    await settled();
    expect(desk.underWay()).toMatchObject({ by: 'mira', progress: { done: 1, total: 2 } });
    expect(desk.kept()).toBeUndefined();
    first.resolve(await report('one'));
    await settled();
    expect(desk.underWay()).toBeUndefined();
    desk.outdate();
    expect(desk.kept()).toMatchObject({ by: 'mira', endedMs: 7, outdated: true, report: { policy: 'one' } });
    desk.begin(OTTO, () => Promise.reject(new Error('no')));
    await settled();
    expect(desk.takeFailure()).toEqual(new Error('no'));
    expect(desk.takeFailure()).toBeUndefined();
    expect(desk.kept()).toMatchObject({ by: 'mira' });
  });

  it('that were stopped give nothing any more, neither what they found nor why they ended', async () => {
    const desk = noAssessments(() => 7);
    const [one, other] = [held<Awaited<ReturnType<typeof report>>>(), held<never>()];
    let aborted: AbortSignal | undefined;
    desk.begin(MIRA, ({ signal, onProgress }) => {
      aborted = signal;
      return one.promise.finally(() => onProgress({ done: 2, total: 2 }));
    });
    desk.stop();
    expect(aborted?.aborted).toBe(true);
    desk.begin(OTTO, () => other.promise);
    one.resolve(await report('late'));
    await settled();
    expect(desk.underWay()).toMatchObject({ by: 'otto', progress: undefined });
    expect(desk.kept()).toBeUndefined();
    desk.stop();
    other.reject(new Error('stopped'));
    await settled();
    expect(desk.takeFailure()).toBeUndefined();
  });

  it('are ended and waited for by a close, after which nothing begins', async () => {
    const desk = noAssessments(() => 7);
    const one = held<Awaited<ReturnType<typeof report>>>();
    const steps: string[] = [];
    desk.begin(MIRA, ({ signal }) => {
      signal.addEventListener('abort', () => steps.push('aborted'));
      return one.promise.finally(() => steps.push('ended'));
    });
    const closed = desk.close().then(() => steps.push('closed'));
    await settled();
    one.resolve(await report('late'));
    await closed;
    expect(steps).toEqual(['aborted', 'ended', 'closed']);
    expect(() => desk.begin(OTTO, () => report('one'))).toThrow('nothing begins any more');
  });
});

it('a report of many sets leaves everybody else their turns, one a set and one an estimate', async () => {
  const found = Array.from({ length: 40 }, (_, at) => ({
    set: at < 39 ? ['a'] : ['a', 'b'],
    sizes: new Map([[1, 3]]),
  }));
  let turns = 0;
  const next = async (): Promise<void> => {
    turns += 1;
  };
  const { sets } = await reportOf({ policy: 'p', fields: [], found, population: 9, turn: next });
  expect([sets.length, turns]).toEqual([40, 42]);
});

describe('an assessment on a site', () => {
  let made: ReturnType<typeof siteFolder>;
  let node: OpenNode;
  const opened = () => openSite({ ...made, policyFile: POLICY_FILE }, systemClock);
  const asks = <V extends LocalVerb>(verb: V, input: unknown = {}): Promise<VerbOutput[V]> => {
    const strongAtMs = node.ctx.journal.nowMs();
    const actor = { person: 'mira', roles: ['privacy-officer' as const], via: 'page' as const, strongAtMs };
    return node.run({ verb, input, actor, signal: new AbortController().signal, onProgress: () => undefined });
  };
  const standing = () => asks('risk-standing');

  beforeEach(async () => {
    made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
    node = await opened();
    const ids = { patient: 'P1', study: '1.2.1', series: '1.3.1', instance: '1.4.1' };
    writeFileSync(join(made.archive, 'one'), part10(dataSet(...identifiers(ids))));
    const call = { actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined };
    await node.run({ verb: 'ingest', input: { source: made.archive }, ...call });
  });
  afterEach(async () => {
    await node.close();
    rmSync(made.folder, { recursive: true, force: true });
  });

  it('is gone with the program that was ended in the middle of it, and can be begun again', async () => {
    await asks('risk-begin');
    expect((await standing()).underWay).toMatchObject({ by: 'mira' });
    await node.close();
    node = await opened();
    expect(await standing()).toMatchObject({ underWay: null, kept: null, isStaged: true });
    expect(await asks('risk-kept')).toBeNull();
    await asks('risk-begin', { fields: ['PatientSex'] });
    await expect.poll(standing).toMatchObject({ underWay: null, kept: { outdated: false } });
    expect((await asks('risk-kept'))?.report.patients).toBe(1);
    // What is asked for without a record holds nothing that was computed from patients.
    expect(Object.keys((await standing()).kept ?? {}).sort()).toEqual(['by', 'endedMs', 'input', 'outdated']);
  });

  it('is none of the site’s own account, which has the command, nor of what coordinators reach', async () => {
    const call = { actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined };
    for (const verb of ['risk-begin', 'risk-stop', 'risk-standing', 'risk-kept'] as const) {
      await expect(node.run({ ...call, verb, input: {} })).rejects.toMatchObject({ code: 'not-allowed' });
    }
  });

  it('tells nobody that a population is too small without a record, on pages and by the command', async () => {
    const looks = () =>
      [...readJournal(nodeDisk(join(made.folder, 'journal')))].flatMap(({ kind, actor, body }) =>
        kind === 'read' ? [[actor, body]] : [],
      );
    const ids = { patient: 'P2', study: '1.2.2', series: '1.3.2', instance: '1.4.2' };
    writeFileSync(join(made.archive, 'two'), part10(dataSet(...identifiers(ids))));
    const call = { actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined };
    await node.run({ verb: 'ingest', input: { source: made.archive }, ...call });
    const input = { fields: ['PatientSex'], population: 1 };
    const tooSmall = { ground: { code: 'risk-population' } };
    const before = looks().length;
    await expect(node.run({ verb: 'risk', input, ...call })).rejects.toMatchObject(tooSmall);
    expect(looks().slice(before)).toEqual([['shell', { verb: 'risk', via: 'shell' }]]);
    await asks('risk-begin', input);
    expect(looks().slice(before + 1)).toEqual([['mira', { verb: 'risk-begin', via: 'page' }]]);
    const ended = expect.poll(() =>
      standing().then(
        (at) => at.underWay ?? 'none',
        (error: unknown) => error,
      ),
    );
    await ended.toMatchObject(tooSmall);
    // What tells nothing of patients is no look.
    await expect(node.run({ verb: 'risk', input: { fields: ['none'] }, ...call })).rejects.toThrow('none');
    expect(looks()).toHaveLength(before + 2);
  });

  it('keeps other work on the archive and its keys waiting until it is stopped, and nothing else', async () => {
    const call = { actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined };
    const waiting = [
      ...(['ingest', 'publish', 'quarantine', 'reveal', 'staged', 'consent', 'consent-add', 'rotate'] as const),
      ...(['destroy', 'staging-compare', 'staging-replace', 'staging-discard'] as const),
    ];
    const done: string[] = [];
    await asks('risk-begin', { combined: 3 });
    // Those that take something are handed nothing that they take: they say so in their turn.
    const all = waiting.map(async (verb) => {
      await node.run({ verb, input: 'none', ...call }).catch(() => undefined);
      done.push(verb);
    });
    await node.run({ verb: 'keys', input: {}, ...call });
    await settled();
    expect([done, (await standing()).underWay?.by]).toEqual([[], 'mira']);
    await asks('risk-stop');
    await Promise.all(all);
    expect([[...done].sort(), await asks('risk-kept')]).toEqual([[...waiting].sort(), null]);
  });

  it('takes no names that are none, however many and long', async () => {
    await expect(asks('risk-begin', { fields: ['x'.repeat(100_000)] })).rejects.toThrow('not in its form');
    const many = Array.from({ length: 50_000 }, () => 'PatientSex');
    await asks('risk-begin', { fields: many });
    await expect.poll(standing).toMatchObject({ underWay: null });
    expect((await asks('risk-kept'))?.report.fields).toHaveLength(1);
  });
});
