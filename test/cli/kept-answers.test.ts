import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { SfumatoError } from '../../src/base/index.ts';
import { sentQuestions } from '../../src/cli/workbench/sent-questions.ts';
import { type FederatedReply, type Request, readRequest } from '../../src/contract/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { secretKey } = analyst();
const draft = { count: 'patients', epsilon: '0.5' } as const;
const total = { release: 'total' as const };

function keptQuestion(change: Partial<Request> = {}) {
  const signed = signedQuestion({ secretKey, draft, sites: ['a', 'b'], change });
  const request = readRequest('question', signed)?.request as Request;
  writeFileSync(join(folder, `${request.id}.jws`), `${signed}\n`);
  return { signed, request };
}

const replyTo = ({ id }: Request, state: 'unavailable' | 'refused'): FederatedReply => ({
  ...{ requestId: id, combined: null, notCombined: 'No.', loss: null },
  sites: ['a', 'b'].map((site) => ({ site, state })),
});

const opened = (ask: (signed: string) => Promise<FederatedReply>) =>
  sentQuestions(folder, { client: { ask } as never, project: 'lung-imaging', policyFor: () => undefined });

const lost = () => Promise.reject(new SfumatoError('unreachable-peer', 'Lost.'));

describe('the questions in a researcher’s folder', () => {
  it('are those that were signed in the project, the latest first, with what came of them', () => {
    const early = keptQuestion({ expires: Date.now() + 1_000 });
    const late = keptQuestion();
    keptQuestion({ project: 'another' });
    writeFileSync(join(folder, `${'0'.repeat(32)}.jws`), late.signed);
    writeFileSync(join(folder, 'notes.jws'), 'nothing');
    writeFileSync(join(folder, `${early.request.id}.json`), JSON.stringify(replyTo(early.request, 'refused')));
    writeFileSync(join(folder, `${late.request.id}.json`), JSON.stringify(replyTo(early.request, 'refused')));
    const [first, second, ...more] = opened(lost).asked();
    expect(more).toEqual([]);
    // What is an answer to another question is none to this one.
    expect(first).toMatchObject({ id: late.request.id, reply: undefined, failed: expect.stringContaining('ended') });
    expect([...(first?.sites ?? [])]).toEqual([
      ['a', 'unavailable'],
      ['b', 'unavailable'],
    ]);
    expect(second).toMatchObject({ id: early.request.id, failed: undefined, reply: { notCombined: 'No.' } });
    expect([...(second?.sites ?? [])]).toEqual([
      ['a', 'refused'],
      ['b', 'refused'],
    ]);
  });

  it('are sent again as they were signed, once at a time', async () => {
    const { signed, request } = keptQuestion();
    const ask = vi.fn(async () => replyTo(request, 'unavailable'));
    const sent = opened(ask);
    expect(sent.sendAgain('f'.repeat(32))).toBe(false);
    expect([sent.sendAgain(request.id), sent.sendAgain(request.id)]).toEqual([true, true]);
    await vi.waitFor(() => expect(sent.asked()[0]?.reply).toMatchObject({ requestId: request.id }));
    expect(ask.mock.calls).toEqual([[signed, expect.any(Function)]]);
  });

  it('leave no site “asked” where the coordinator is gone', async () => {
    const { request } = keptQuestion();
    const sent = opened(lost);
    sent.sendAgain(request.id);
    await vi.waitFor(() => expect(sent.asked()[0]?.failed).toBe('Lost.'));
    expect([...(sent.asked()[0]?.sites.values() ?? [])]).toEqual(['unavailable', 'unavailable']);
  });
});

describe('a total that was asked before', () => {
  const anew = (request: Request) => ({ ...request, id: '1'.repeat(32), expires: request.expires + 60_000 });

  it('is sent again in place of another request for it, while sites take that', () => {
    const { signed, request } = keptQuestion({ ...total, minSites: 1 });
    const ask = vi.fn(lost);
    expect(opened(ask).sameTotal(anew(request), Date.now())).toBe(request.id);
    expect(ask.mock.calls).toEqual([[signed, expect.any(Function)]]);
    for (const other of [{ sites: ['a', 'c'] }, { maxAttempts: 3 }, { policy: 'imaging-metadata@9.0.0' }]) {
      expect(opened(ask).sameTotal({ ...anew(request), ...other }, Date.now())).toBeUndefined();
    }
    expect(opened(ask).sameTotal({ ...anew(request), accountant: 'pure' }, Date.now())).toBe(request.id);
    expect(opened(ask).sameTotal(anew(request), request.expires)).toBeUndefined();
    const { release: _, ...plain } = anew(request);
    expect(opened(ask).sameTotal(plain, Date.now())).toBeUndefined();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('is sent again also where the coordinator says that no total can come of it, until its asker lets go of it', () => {
    const { signed, request } = keptQuestion({ ...total, maxAttempts: 5 });
    writeFileSync(join(folder, `${request.id}.json`), JSON.stringify(replyTo(request, 'refused')));
    const ask = vi.fn(lost);
    expect(opened(ask).sameTotal(anew(request), Date.now())).toBe(request.id);
    expect(ask.mock.calls).toEqual([[signed, expect.any(Function)]]);

    const notAsked = vi.fn(lost);
    const sent = opened(notAsked);
    expect([sent.letGo('f'.repeat(32)), sent.letGo(request.id)]).toEqual([false, true]);
    for (const later of [sent, opened(notAsked)]) {
      expect(later.sameTotal(anew(request), Date.now())).toBeUndefined();
      // Pressed twice, or on a page that is older: their page says that it is let go of.
      expect([later.sendAgain(request.id), later.letGo(request.id)]).toEqual([true, true]);
      const gone = later.asked().find(({ id }) => id === request.id);
      expect(gone).toMatchObject({ reply: { requestId: request.id }, isLetGo: true, until: undefined });
    }
    expect(notAsked).not.toHaveBeenCalled();
  });

  it('is not let go of while it is under way', () => {
    const { request } = keptQuestion({ ...total, maxAttempts: 6 });
    const sent = opened(() => new Promise(() => undefined));
    sent.sendAgain(request.id);
    sent.letGo(request.id);
    expect(sent.sameTotal(anew(request), Date.now())).toBe(request.id);
  });
});
