import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const HOST = 'localhost:8400';
const OURS = { host: HOST, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
/** What stands in an address for what a route leaves open. */
const FILLED = { meter: 'project:lung-imaging', project: 'lung-imaging', name: 'nobody' } as const;

/** Each route of a method, whatever page it is of, with its address. */
const pathsOf = (method: string): readonly string[] =>
  [...new Set(site.app.routes.filter((one) => one.method === method).map(({ path }) => path))]
    .filter((path) => !path.includes('*'))
    .map((path) =>
      path.replace(/:(\w+)/g, (_, name) => new Map<string, string>(Object.entries(FILLED)).get(name) ?? '1'),
    );
const records = (): number =>
  [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind !== 'read').length;
const post = async (
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
) =>
  await site.app.request(`http://${HOST}${path}`, {
    method: 'POST',
    headers: { ...OURS, ...headers },
    body: new URLSearchParams(fields),
  });

describe('every route of a site', () => {
  it('that is looked at leads who isn’t signed in to the sign-in, but for what the sign-in itself takes', async () => {
    const open =
      /^\/(sign-in|sign-out|sign-out-everywhere|enrol|signed-out|assets|access|preferences|test-sign-in)(\/|$)/;
    const paths = pathsOf('GET').filter((path) => !open.test(path));
    expect(paths.length).toBeGreaterThan(50);
    for (const path of paths) {
      const answer = await site.browser('nobody').get(path);
      const isLed = answer.status === 303 && /^\/(sign-in|signed-out)/.test(answer.headers.get('location') ?? '');
      expect([path, isLed]).toEqual([path, true]);
    }
  });

  it('that changes something is refused without the token of its visitor, and without their session', async () => {
    const before = records();
    const { cookie } = site.browser('mira');
    const passkeys = pathsOf('POST').filter((path) => path.includes('/passkey'));
    const paths = pathsOf('POST').filter((path) => !passkeys.includes(path));
    expect([paths.length > 20, passkeys.length > 3]).toEqual([true, true]);
    const fields = { reason: 'Decided at the meeting.', passphrase: PASSPHRASE };
    for (const path of paths) {
      for (const [why, csrf, headers] of [
        ['no token', '', { cookie }],
        ['another token', 'A'.repeat(43), { cookie }],
        ['no session', 'A'.repeat(43), {}],
        ['another page', 'A'.repeat(43), { cookie, 'sec-fetch-site': 'cross-site' }],
      ] as const) {
        const { status } = await post(path, { ...fields, csrf }, headers);
        expect([path, why, status]).toEqual([path, why, 403]);
      }
    }
    for (const path of passkeys) {
      const headers = { cookie, 'content-type': 'application/json', 'x-csrf-token': 'A'.repeat(43) };
      expect([path, (await post(path, {}, headers)).status]).toEqual([path, 403]);
    }
    expect(records()).toBe(before);
  });
});
