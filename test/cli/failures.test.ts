import { describe, expect, it } from 'vitest';
import { systemClock, systemEntropy } from '../../src/base/index.ts';
import { serverLog } from '../../src/cli/server/log.ts';
import { createShell } from '../../src/cli/shell.ts';
import { coordinatorApp } from '../../src/coordinator/index.ts';
import { observed } from '../../src/link/index.ts';
import { nodeVerbs } from '../../src/node/http/node-procedures.ts';
import { type NodeContext, nodeApp } from '../../src/node/index.ts';
import { testCoordinator } from '../support/spoken-site.ts';

const ID = 'b'.repeat(32);
const [clock, entropy] = [systemClock, systemEntropy()];

/** A server's log, and what it said. */
function logging(log: 'text' | 'json') {
  const said: string[] = [];
  const note = (text: string): void => void said.push(text);
  const terminal = { print: note, note, status: note, secret: async () => '' };
  const signal = new AbortController().signal;
  const shell = createShell({ terminal, clock, entropy, signal, setExitCode: () => undefined });
  return { said, ...serverLog(shell, { log, process: 'node', name: 'harbour' }) };
}

function broken(): never {
  throw new TypeError('Doe^Jane is not a function');
}

/** A node in which something is broken. */
const brokenNode = { clock, entropy, config: { listen: { unsigned: true } }, turns: { next: broken } } as object;
const app = () => nodeApp(brokenNode as NodeContext);
const call = () => new Request('http://node/trpc/site.facts', { method: 'POST', headers: { 'x-request-id': ID } });
const observing = (log: ReturnType<typeof logging>) => ({ clock, entropy, ...log, routeOf: () => '/trpc/site.facts' });

describe('what fails inside a server', () => {
  it('is said on the terminal, by the request’s id, kind and place, and not by its message', async () => {
    const log = logging('text');
    const response = await observed(app().fetch, observing(log))(call());
    expect(response.status).toBe(500);
    const [line, ...more] = log.said;
    expect(line).toMatch(new RegExp(`^Request ${ID} failed inside: TypeError at failures\\.test\\.ts:\\d+:\\d+\\.$`));
    expect(more).toEqual([]);
  });

  it('is an error in the log of documents, and the answer says nothing of it', async () => {
    const log = logging('json');
    const response = await observed(app().fetch, observing(log))(call());
    expect(await response.json()).toEqual({
      error: { message: 'The site could not answer.', code: -32_603, data: {} },
    });
    const line = JSON.parse(log.said[0] ?? '');
    expect(line).toMatchObject({
      level: 'error',
      requestId: ID,
      status: 500,
      failure: expect.stringMatching(/^TypeError at /),
    });
    expect(log.said.join()).not.toContain('Jane');
  });

  it('is said of a coordinator’s procedures, and nothing of a request that was only wrong', async () => {
    const { ctx } = await testCoordinator([]);
    const log = logging('text');
    const failing = coordinatorApp({ ...ctx, config: { ...ctx.config, sites: new Proxy([], { get: broken }) } });
    const fetch = observed(failing.fetch, observing(log));
    const ask = async (body: unknown) => {
      const headers = { 'x-request-id': ID, 'content-type': 'application/json' };
      const url = 'http://coordinator/trpc/federation.facts';
      return await fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
    };
    expect([(await ask({ strange: 1 })).status, log.said]).toEqual([400, []]);
    expect((await ask({})).status).toBe(500);
    expect(log.said).toEqual([expect.stringContaining(`Request ${ID} failed inside: TypeError at failures.test.ts:`)]);
  });

  it('is said of procedures that came sealed', async () => {
    const log = logging('text');
    const ctx = { ...brokenNode, turns: { next: async () => undefined }, facts: new Proxy({}, { get: broken }) };
    const verbs = nodeVerbs(ctx as unknown as NodeContext, log.observe);
    const peer = { role: 'coordinator' } as Parameters<typeof verbs>[0];
    const asked = { verb: 'site.facts', input: {}, attached: new Uint8Array(), trace: ID };
    await expect(verbs(peer, asked, new AbortController().signal)).rejects.toMatchObject({ code: 'internal' });
    expect(log.said).toEqual([expect.stringContaining(`Request ${ID} failed inside: TypeError at `)]);
  });
});
