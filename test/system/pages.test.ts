import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { TOTP } from 'otpauth';
import { afterAll, expect, test } from 'vitest';
import { systemFetch } from '../../src/base/index.ts';
import { sfumato, startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';
import { visitorAt } from '../support/visitor.ts';

const { folder, config } = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const plain = readFileSync(config, 'utf8');
const configured = (lines: string): void => writeFileSync(config, `${plain}${lines}\n`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a site’s pages are on a bind of their own, and ask who somebody is before they show anything', async () => {
  configured('pages: { port: 0 }');
  const node = await startServer(['node', 'start', '--config', config]);
  try {
    const { url, pages } = node;
    const page = async (path: string) => await systemFetch(`${pages}${path}`, { headers: { accept: 'text/html' } });
    const signIn = await page('/sign-in');
    expect([signIn.status, await signIn.text()]).toEqual([200, expect.stringContaining('<form')]);
    await expect(page('/budgets')).rejects.toThrow(); // a redirect, which this client takes for an error
    expect((await systemFetch(`${url}/sign-in`)).status).toBe(404);
    expect((await systemFetch(`${pages}/link`, { method: 'POST' })).status).not.toBe(200);
  } finally {
    await node.kill('SIGTERM');
  }
});

test('they do not listen to a network before it is said how browsers reach them', async () => {
  configured('pages: { host: 0.0.0.0, port: 0 }');
  const run = await sfumato(['node', 'start', '--config', config]);
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('signIn.origin')]);
});

test('an invitation is taken up in the program as it is built, by password and codes', async () => {
  const person = `people: [{ person: mira, key: ${analyst().publicKey}, roles: [steward] }]`;
  configured(`pages: { port: 0 }\n${person}`);
  const node = await startServer(['node', 'start', '--config', config]);
  try {
    const { stdout } = await sfumato(['access', 'invite', 'mira', '--config', config, '--json']);
    const { invitation } = JSON.parse(stdout);
    const mira = visitorAt(node.pages ?? '');
    const factors = await mira.send('/enrol', '/enrol', { invitation });
    expect([factors.status, factors.text]).toEqual([200, expect.stringContaining('data:image/svg+xml;base64,')]);
    const [, shown = ''] = /class="hash">([A-Z2-7 ]+)</.exec(factors.text) ?? [];
    const code = new TOTP({ secret: shown.replaceAll(' ', '') }).generate();
    const password = 'a long password of mine';
    const fields = { invitation, password, again: password, code };
    const done = await mira.send('/enrol', '/enrol/factors', fields, '/enrol');
    expect(done).toMatchObject({ status: 303, to: '/deciding-key' });
    expect((await mira.get('/')).text).toContain('mira');
  } finally {
    await node.kill('SIGTERM');
  }
});
