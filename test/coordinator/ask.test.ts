import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Draft, FederatedReply, type ReleasedWire } from '../../src/contract/index.ts';
import { createQuestionLog } from '../../src/coordinator/index.ts';
import { verifyJournal } from '../../src/journal/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import {
  addressOf,
  closeSites,
  LAPLACE,
  PIECE,
  release,
  reply,
  servers,
  siteThatSays,
  testCoordinator,
} from '../support/spoken-site.ts';

const ada = analyst();
afterEach(closeSites);

/** A release whose one piece is something else. */
const ofPiece = (change: Partial<typeof PIECE>): Partial<ReleasedWire> => ({ pieces: [{ ...PIECE, ...change }] });
const ofScale = (numerator: string, denominator: string): Partial<ReleasedWire> =>
  ofPiece({ mechanism: { ...LAPLACE, scale: { numerator, denominator } } });

async function askOf(
  sites: { id: string; url: string }[],
  asked = sites.map(({ id }) => id),
  change: Partial<Draft> = {},
): Promise<FederatedReply> {
  const { app, journal, disk } = await testCoordinator(sites);
  const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5', ...change };
  const signed = signedQuestion({ secretKey: ada.secretKey, draft, sites: [...asked].sort() });
  const response = await app.request('/trpc/query.ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
  });
  await journal.close();
  const question = createQuestionLog();
  expect(verifyJournal({ disk, folds: [question] })).toMatchObject({ verified: true, records: 3 });
  expect(question.open()).toEqual([]);
  const body = z.object({ result: z.object({ data: FederatedReply }) }).parse(await response.json());
  return body.result.data;
}

describe('a federated question', () => {
  it('sums signed values and convolves the noise of the sites that answered', async () => {
    const sites = [await siteThatSays('a', reply(release('a'))), await siteThatSays('b', reply(release('b')))];
    const { combined } = await askOf(sites);
    // b = 2 at two sites: half-width 8 at 95 % by exact convolution.
    expect(combined).toMatchObject({ sites: ['a', 'b'], pieces: [{ values: ['20', '-2'], halfWidth: '8' }] });
    expect(combined?.results[0]?.rows).toEqual([
      [{ name: 'patients', value: 20, interval: [12, 28] }],
      [{ name: 'patients', value: -2, interval: [-10, 6] }],
    ]);
  });

  it('names a site that is slow, lying or unknown, and answers at the deadline without it', async () => {
    const sites = [
      await siteThatSays('a', reply(release('a'))),
      await siteThatSays('b', reply(release('b'))),
      await siteThatSays('liar', { answer: 'two hundred' }),
      await siteThatSays('masked', reply(release('a'))),
      await siteThatSays('slow', undefined),
      { id: 'down', url: 'http://127.0.0.1:1' },
    ];
    const started = performance.now();
    const { sites: states, combined } = await askOf(sites, ['a', 'b', 'down', 'elsewhere', 'liar', 'masked', 'slow']);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(Object.fromEntries(states.map(({ site, state, reason }) => [site, [state, reason]]))).toEqual({
      a: ['answered', undefined],
      b: ['answered', undefined],
      down: ['unavailable', 'The site could not be reached.'],
      elsewhere: ['not-asked', 'This coordinator has no link to the site.'],
      liar: ['unavailable', 'The site gave an answer that is not valid.'],
      masked: ['unavailable', 'The site gave an answer that is not valid.'],
      slow: ['unavailable', 'The site did not answer by the deadline.'],
    });
    expect(combined?.sites).toEqual(['a', 'b']);
  });

  it('tells a spent budget from every other refusal', async () => {
    const refused = (code: 'budget-exhausted' | 'frozen', site: string) =>
      reply({ state: 'refused', site, code, sentence: 'no' });
    const sites = [
      await siteThatSays('a', refused('budget-exhausted', 'a')),
      await siteThatSays('b', refused('frozen', 'b')),
      await siteThatSays('c', reply(release('c'))),
    ];
    const { sites: states, combined, notCombined } = await askOf(sites);
    expect(states.map(({ state }) => state)).toEqual(['out-of-budget', 'refused', 'answered']);
    expect(combined).toBeNull();
    expect(notCombined).toContain('2 sites');
  });

  it('asks nobody what too few are named for, and keeps that on record', async () => {
    const sites = [await siteThatSays('a', reply(release('a'))), await siteThatSays('b', reply(release('b')))];
    const why = 'An answer here is of at least 2 sites.';
    expect(await askOf(sites, ['a'])).toMatchObject({
      ...{ combined: null, notCombined: why, sites: [{ site: 'a', state: 'not-asked', reason: why }] },
    });
  });

  it('names the years that no site which answered has, and no other', async () => {
    const blocks = [1999, 2025, 2026];
    const sites = [
      await siteThatSays('a', reply(release('a'))),
      await siteThatSays('b', reply(release('b', { blocks: [2025, 2026] }))),
    ];
    expect(await askOf(sites, ['a', 'b'], { blocks })).toMatchObject({ blocksLeftOut: [1999] });
    expect(await askOf(sites, ['a', 'b'], { blocks: [2025, 2026] })).not.toHaveProperty('blocksLeftOut');
    const refused = reply({ state: 'refused', site: 'c', code: 'frozen', sentence: 'no' });
    expect(await askOf([await siteThatSays('c', refused)], ['c'], { blocks })).not.toHaveProperty('blocksLeftOut');
  });

  it('never adds releases of different shapes', async () => {
    const other = release('b', { keys: [{ PatientSex: 'F' }, { PatientSex: 'O' }] });
    const sites = [await siteThatSays('a', reply(release('a'))), await siteThatSays('b', reply(other))];
    const { combined, notCombined } = await askOf(sites);
    expect(combined).toBeNull();
    expect(notCombined).toContain('shape');
  });

  it.each([
    ['a value is missing', { values: [['10']] }],
    ['a piece is missing', { values: [] }],
    ['a piece is of no measure', ofPiece({ measure: 1 })],
    ['a piece is of no field', ofPiece({ fields: [0] })],
    ['there is more for a cell than is said', ofPiece({ width: 2 })],
    ['noise of no width', ofScale('0', '1')],
    ['a division by zero', ofScale('1', '0')],
    ['noise beyond all bounds', ofScale(`1${'0'.repeat(30)}`, '1')],
    ['certainty', ofPiece({ interval: { confidence: '1', halfWidth: '6' } })],
  ])('keeps the honest sites’ answers when at one site %s', async (_, change) => {
    const sites = [
      await siteThatSays('a', reply(release('a'))),
      await siteThatSays('b', reply(release('b'))),
      await siteThatSays('c', reply(release('c', change))),
    ];
    const { sites: states, combined } = await askOf(sites);
    expect(states.map(({ state }) => state)).toEqual(['answered', 'answered', 'unavailable']);
    expect(combined?.sites).toEqual(['a', 'b']);
  });

  it('never follows a site elsewhere, nor swallows a reply without end', async () => {
    let visited = 0;
    const elsewhere = createServer((_, response) => {
      visited += 1;
      response.end('{}');
    });
    const wanderer = createServer((_, response) => response.writeHead(307, { location: addressOf(elsewhere) }).end());
    const endless = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      const chunk = 'x'.repeat(1024 * 1024);
      const write = () => {
        while (response.writable && response.write(chunk)) {}
        response.once('drain', write);
      };
      write();
    });
    for (const server of [elsewhere, wanderer, endless]) {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    const before = process.memoryUsage().rss;
    const sites = [
      { id: 'a', url: addressOf(wanderer) },
      { id: 'b', url: addressOf(endless) },
    ];
    const { sites: states } = await askOf(sites);
    expect(states.map(({ state }) => state)).toEqual(['unavailable', 'unavailable']);
    expect(visited).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('rejects an altered request without asking anybody', async () => {
    let asked = 0;
    const server = createServer(() => {
      asked += 1;
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { app, journal } = await testCoordinator([{ id: 'a', url: addressOf(server) }]);
    const draft = { count: 'patients' as const, epsilon: '0.5' };
    const signed = signedQuestion({ secretKey: ada.secretKey, draft, sites: ['a', 'b'] });
    const [header, , signature] = signed.split('.');
    const forged = signedQuestion({ secretKey: analyst().secretKey, draft, sites: ['a', 'b'] }).split('.')[1];
    for (const altered of [`${header}.${forged}.${signature}`, `${signed}\n`, 'nothing signed']) {
      const response = await app.request('/trpc/query.ask', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ signed: altered }),
      });
      expect(response.status).toBe(400);
      const said = JSON.stringify(await response.json());
      expect(said).not.toContain('at ');
      expect(said).toContain(
        'signed must be the compact JWS of such a request by its own key, with nothing behind it, such as a line break.',
      );
    }
    expect(asked).toBe(0);
    expect(journal.records).toBe(1);
    await journal.close();
  });
});
