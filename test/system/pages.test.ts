import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { systemFetch } from '../../src/base/index.ts';
import { sfumato, startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

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
