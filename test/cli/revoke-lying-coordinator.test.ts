import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signRevocation } from '../../src/contract/index.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-revoke-'));
const statement = join(scratch, 'statement.json');
let sites: readonly string[] = [];
let coordinator: Server;

/** A coordinator that names sites, and says nothing of any when a key is revoked. */
beforeAll(async () => {
  writeFileSync(statement, JSON.stringify(signRevocation(analyst().secretKey, Date.now())));
  coordinator = createServer((request, response) => {
    const facts = { protocol: 1, minSites: 1, sites: sites.map((site) => ({ site, facts: null })) };
    const data = request.url?.includes('revoke') ? { sites: [] } : facts;
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        `${JSON.stringify({ 0: [[0], [null, 0, 0]] })}\n${JSON.stringify([0, 0, [[{ result: { data } }]]])}\n`,
      );
    });
  });
  await new Promise<void>((resolve) => coordinator.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  coordinator.closeAllConnections();
  coordinator.close();
  rmSync(scratch, { recursive: true, force: true });
});

async function revoke() {
  const url = `http://127.0.0.1:${(coordinator.address() as AddressInfo).port}`;
  const { code, stdout, stderr } = await runProgram(['key', 'revoke', '--statement', statement, '--coordinator', url]);
  expect(stderr).toBe('');
  return { code, stdout };
}

it('a key is not revoked at sites of which the coordinator says nothing', async () => {
  sites = ['harbour', 'hillside'];
  const { code, stdout } = await revoke();
  expect(code).toBe(1);
  expect(stdout).toContain('To be told again with the same command: harbour, hillside.');
});

it('a key is not revoked where the coordinator names no site', async () => {
  sites = [];
  const { code, stdout } = await revoke();
  expect([code, stdout]).toEqual([1, expect.stringContaining('names no site, so nothing was acknowledged')]);
});
