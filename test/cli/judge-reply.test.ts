import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { outcomeOf } from '../../src/cli/ask/outcome.ts';
import { ownReply } from '../../src/cli/judge/reply.ts';
import { createShell } from '../../src/cli/shell.ts';
import {
  FederatedReply,
  type RefusedWire,
  type Request,
  readRequest,
  type SiteOutcome,
} from '../../src/contract/index.ts';
import { receiptOf } from '../support/own-log.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { closeSites, release, reply, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const ada = analyst();
const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
const signed = signedQuestion({ secretKey: ada.secretKey, draft, sites: ['a', 'b'] });
const scratch = mkdtempSync(join(tmpdir(), 'sfumato-own-reply-'));
/** Nobody's document is here: what follows from the request alone. */
const unknown = () => undefined;
let request: Request;
let honest: FederatedReply;

beforeAll(async () => {
  request = readRequest('question', signed)?.request as never;
  const sites = [await siteThatSays('a', reply(release('a'))), await siteThatSays('b', reply(release('b')))];
  const { app, journal } = await testCoordinator(sites, { deadlineMs: 5_000 });
  const headers = { 'content-type': 'application/json' };
  const sent = await app.request('/trpc/query.ask', { method: 'POST', headers, body: JSON.stringify({ signed }) });
  await journal.close();
  honest = z.object({ result: z.object({ data: FederatedReply }) }).parse(await sent.json()).result.data;
});
afterAll(() => {
  closeSites();
  rmSync(scratch, { recursive: true, force: true });
});

const sitesChanged = (change: (one: SiteOutcome) => SiteOutcome): Partial<FederatedReply> => ({
  sites: honest.sites.map(change),
});

const noOf = (site: string, requestId?: string): RefusedWire => ({
  ...{ state: 'refused', site, code: 'busy', sentence: 'No.' },
  ...(requestId !== undefined && { of: { requestId, textHash: 'a'.repeat(64), hourMs: 0 } }),
});
const refusedAs = ({ site }: SiteOutcome, requestId?: string): SiteOutcome => ({
  ...{ site, state: 'refused', reason: 'busy' },
  reply: { answer: noOf(site, requestId), replayed: false, receipt: null },
});

describe('a coordinator’s reply', () => {
  it('is taken where it is to the request that was signed, and its numbers are worked out again', () => {
    expect(honest.combined?.pieces[0]?.values).toEqual(['20', '-2']);
    const combined = { ...honest.combined, results: [] } as FederatedReply['combined'];
    expect(ownReply({ ...honest, combined }, request, unknown).combined?.results).toEqual(honest.combined?.results);
  });

  it.each<[string, () => Partial<FederatedReply>]>([
    ['to another request', () => ({ requestId: 'f'.repeat(32) })],
    ['without one of the sites', () => ({ sites: honest.sites.slice(1) })],
    ['with a site twice', () => ({ sites: [honest.sites[0]!, honest.sites[0]!] })],
    [
      'with one site’s answer as another’s',
      () => sitesChanged((one) => ({ ...one, ...(one.site === 'b' && { reply: honest.sites[0]!.reply! }) })),
    ],
    [
      'with numbers that no answers come to',
      () => ({
        combined: { ...honest.combined!, pieces: [{ ...honest.combined!.pieces[0]!, values: ['999999', '0'] }] },
      }),
    ],
    [
      'with an answer that is told of and not given',
      () => ({
        ...sitesChanged((one) => (one.site === 'b' ? { site: 'b', state: 'answered' } : one)),
        combined: null,
      }),
    ],
    ...(['unavailable', 'refused', 'out-of-budget', 'not-asked'] as const).map(
      (state): [string, () => Partial<FederatedReply>] => [
        `with an answer of a site that it calls ${state}`,
        () => ({ ...sitesChanged((one) => (one.site === 'b' ? { ...one, state } : one)), combined: null }),
      ],
    ),
    [
      'with an answer beside those that the sites are said to have given',
      () => ({ receipts: [{ answer: release('b'), receipt: receiptOf(release('b')) }] }),
    ],
    [
      'with a “no” to another request',
      () => ({ ...sitesChanged((one) => (one.site === 'b' ? refusedAs(one, 'f'.repeat(32)) : one)), combined: null }),
    ],
    [
      'with a receipt of a “no” to another request',
      () => ({ receipts: [{ answer: noOf('b', 'f'.repeat(32)), receipt: receiptOf(release('b')) }] }),
    ],
    ['with numbers and no answers', () => sitesChanged(({ site }) => ({ site, state: 'unavailable' }))],
    [
      'with an answer of years that were not signed',
      () =>
        sitesChanged((one) => ({ ...one, reply: { ...one.reply!, answer: release(one.site, { blocks: [1999] }) } })),
    ],
  ])('is refused %s', (_, change) => {
    expect(() => ownReply({ ...honest, ...change() }, request, unknown)).toThrow(
      expect.objectContaining({ code: 'peer-invalid' }),
    );
  });

  it('is taken with a “no” to the request that was signed, and with one that names none', () => {
    for (const id of [request.id, undefined]) {
      const sites = honest.sites.map((one) => (one.site === 'b' ? refusedAs(one, id) : one));
      const reply = { ...honest, sites, combined: null, notCombined: 'One.' };
      expect(ownReply(reply, request, unknown).sites.map(({ state }) => state)).toContain('refused');
    }
  });

  it('does not say that an answer costs less, or is of more years, than it is', () => {
    expect(honest.loss).toEqual({ sites: 2, question: '1', total: '1' });
    const loss = { sites: 2, question: '0', total: '0.25' };
    expect(ownReply({ ...honest, loss }, request, unknown).loss).toEqual(honest.loss);
    expect(ownReply({ ...honest, loss: { ...loss, total: '7' } }, request, unknown).loss?.total).toBe('7');
    const more = { ...request, query: { ...request.query, blocks: [2025, 2026] } };
    expect(ownReply(honest, more, unknown).blocksLeftOut).toEqual([2025]);
    expect(ownReply({ ...honest, blocksLeftOut: [2026] }, request, unknown).blocksLeftOut).toBeUndefined();
  });

  it('has no id that could be a path', () => {
    expect(FederatedReply.safeParse({ ...honest, requestId: '../../../package' }).success).toBe(false);
    expect(FederatedReply.safeParse(honest).success).toBe(true);
  });

  it('without a receipt of every answer is said to be so where they are to be kept, and has failed', () => {
    const notes: string[] = [];
    const terminal = { print: () => undefined, note: (text: string) => void notes.push(text), status: () => undefined };
    const shell = createShell({ terminal, clock: systemClock, entropy: systemEntropy() } as never);
    const bare = { ...honest, ...sitesChanged((one) => ({ ...one, reply: { ...one.reply!, receipt: null } })) };
    const file = join(scratch, 'answer.receipts');
    expect(outcomeOf(shell, bare, file).exitCode).toBe(1);
    expect(notes).toEqual(['sfumato: The coordinator gave no receipt of a, b, though every answer has one.']);
    expect(existsSync(file)).toBe(false);
    expect(outcomeOf(shell, bare, undefined).exitCode).toBe(0);
    // Of a total that isn't whole an honest coordinator gives no vector away, nor its receipt.
    const sites = ['a', 'b'].map((site) => ({ site, state: 'answered' as const, charged: '0.5' }));
    outcomeOf(shell, { ...honest, sites, combined: null }, file);
    expect(notes).toHaveLength(1);
    outcomeOf(shell, { ...honest, sites, receipts: [] }, file);
    expect(notes).toHaveLength(2);
  });
});
