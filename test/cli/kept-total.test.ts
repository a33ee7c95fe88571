import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import type { Asking } from '../../src/cli/ask/compose.ts';
import { keptTotal } from '../../src/cli/ask/kept-total.ts';
import { type FederatedReply, isSpent, type Request, readRequest } from '../../src/contract/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';

type Outcome = FederatedReply['sites'][number];

const root = mkdtempSync(join(tmpdir(), 'sfumato-kept-total-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const entropy = systemEntropy();
const { secretKey } = analyst();
const total = { count: 'patients', epsilon: '0.5' } as const;
const told: string[] = [];
const shell = { terminal: { note: (line: string) => void told.push(line) } } as never;

function signedTotal() {
  const signed = signedQuestion({ secretKey, draft: total, sites: ['a', 'b'], change: { release: 'total' } });
  const request = readRequest('question', signed)?.request;
  if (request === undefined) {
    throw new Error('what was signed can be read');
  }
  return { signed, request };
}

/** The place of a total that is like the one that was signed, but for what is changed, as it is found so much later. */
function placeOf({ request }: { request: Request }, change: Partial<Request> = {}, laterMs = 0) {
  const who = { project: request.project, secretKey, nowMs: Date.now() + laterMs, entropy };
  const asking: Asking = { draft: total, ...who, total: { maxAttempts: request.maxAttempts } };
  const draft = { ...request, id: randomId(entropy), expires: request.expires + laterMs, ...change };
  return keptTotal(shell, { question: join(root, 'tot.yaml'), draft, asking });
}

function reply(...sites: readonly Partial<Outcome>[]): FederatedReply {
  const outcomes = sites.map((one, at): Outcome => ({ site: 'abc'.charAt(at), state: 'answered', ...one }));
  return { requestId: randomId(entropy), sites: outcomes, combined: null, loss: null };
}

describe('the signed request of a total', () => {
  it('is found again by the same question until it runs out, and by no other', () => {
    const one = signedTotal();
    placeOf(one).keep(one);
    expect(told.at(-1)).toContain('The signed request is kept in');
    expect(placeOf(one, {}, 60_000).find()).toMatchObject({ signed: one.signed });
    expect(told.at(-1)).toContain('nothing is charged twice');
    expect(placeOf(one, {}, 3_700_000).find()).toBeUndefined();
    for (const other of [
      { sites: ['a', 'b', 'c'] },
      { minSites: 1 },
      { maxAttempts: 2 },
      { policy: 'imaging-metadata@1.2.0' },
      { project: 'other' },
      { query: { ...one.request.query, blocks: [2019] } },
    ]) {
      expect(placeOf(one, other).find()).toBeUndefined();
    }
    const several = { ...one, request: { ...one.request, maxAttempts: 2 } };
    placeOf(several).keep(several);
    expect(told.at(-1)).toMatch(/for no second charge of any attempt\.$/);
  });

  it('gives way to a new one once it has run out', () => {
    const [first, second] = [signedTotal(), signedTotal()];
    const { file } = placeOf(first);
    placeOf(first).keep(first);
    placeOf(second, {}, 3_700_000).keep(second);
    expect(readFileSync(file, 'utf8').trim()).toBe(second.signed);
  });

  it('stays also where the coordinator says that no total will come of it, and it is said how to sign another', () => {
    const one = signedTotal();
    const place = placeOf(one);
    place.keep(one);
    place.settle(reply({}, { state: 'unavailable' }));
    place.settle({ ...reply({}, {}), combined: {} as FederatedReply['combined'] });
    expect(existsSync(place.file)).toBe(true);
    expect(told.at(-1)).not.toContain('remove the file');
    place.settle(reply({}, { state: 'refused', reason: 'round-unfit' }));
    expect(told.at(-1)).toMatch(
      /^sfumato: The signed request stays in .*remove the file to sign another, which is charged anew\.$/,
    );
    expect(placeOf(one).find()).toMatchObject({ signed: one.signed });
  });

  it('must lie somewhere before it is sent', () => {
    const one = signedTotal();
    const { request } = one;
    const asking: Asking = { draft: total, project: request.project, secretKey, nowMs: 0, entropy };
    const place = keptTotal(shell, { question: '/proc/tot.yaml', draft: request, asking });
    expect(() => place.keep(one)).toThrow(/could not be written; name a file for it with --request/);
  });
});

describe('a request for a total that was answered without one', () => {
  it.each<[string, FederatedReply, boolean]>([
    ['a vector that is late', reply({}, { state: 'unavailable' }), false],
    ['a site that was busy', reply({}, { state: 'refused', reason: 'busy' }), false],
    ['a round that was not begun', reply({ state: 'not-asked' }, { state: 'unavailable' }), false],
    ['a site that refused', reply({}, { state: 'refused', reason: 'unavailable' }), true],
    ['a site without budget', reply({}, { state: 'out-of-budget' }), true],
    ['another shape', reply({}, { state: 'misfit' }), true],
    ['attempts that are used up', reply({ state: 'not-asked' }, { state: 'not-asked' }), true],
  ])('is spent or not: %s', (_, one, spent) => {
    expect(isSpent(one)).toBe(spent);
  });
});
