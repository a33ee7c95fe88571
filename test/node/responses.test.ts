import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LIMITS, systemClock } from '../../src/base/index.ts';
import { coordinatorRouter } from '../../src/coordinator/http/router.ts';
import { coordinatorOpenApi } from '../../src/coordinator/index.ts';
import { nodeRouter } from '../../src/node/http/router.ts';
import { nodeApp, nodeOpenApi, type OpenNode } from '../../src/node/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';
import { testCoordinator } from '../support/spoken-site.ts';

const ada = analyst();
let site: ReturnType<typeof siteFolder>;
let node: OpenNode;
type App = { request: (path: string, init?: RequestInit) => Response | Promise<Response> };
let apps: readonly { readonly name: string; readonly app: App; readonly routes: readonly string[] }[];

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
  node = await openSite({ folder: site.folder, config: site.config, policyFile: POLICY_FILE }, systemClock);
  const { app } = await testCoordinator([{ id: 'harbour', url: 'http://127.0.0.1:9' }]);
  const routesOf = (procedures: object) => Object.keys(procedures).map((name) => `/trpc/${name}`);
  const common = ['/healthz', '/readyz', '/openapi.json', '/link', '/metrics', '/', '/trpc', '/trpc/nothing.here'];
  apps = [
    { name: 'node', app: nodeApp(node.ctx), routes: [...common, ...routesOf(nodeRouter._def.procedures)] },
    { name: 'coordinator', app, routes: [...common, ...routesOf(coordinatorRouter._def.procedures)] },
  ];
});
afterAll(async () => {
  await node.close();
  rmSync(site.folder, { recursive: true, force: true });
});

/** What only the inside of a program says: places in code, names of errors, of modules, of queries, of folders. */
const INSIDE =
  /\n\s+at |\.[cm]?[jt]s:\d+|node_modules|\b[A-Z][a-z]+Error\b|"stack"|"path"|SELECT |FROM series|\/tmp\/|\/home\//;

const body = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constant('{"signed":'),
  fc.record({ signed: fc.string() }).map((value) => JSON.stringify(value)),
  fc.record({ signed: fc.constantFrom(...signedOnes()) }).map((value) => JSON.stringify(value)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

function signedOnes(): readonly string[] {
  const secretKey = ada.secretKey;
  const draft = { count: 'patients', epsilon: '0.1' } as const;
  return [
    signedQuestion({ secretKey, draft, sites: ['harbour'], change: { minSites: 1 } }),
    signedQuestion({ secretKey, draft: { ...draft, where: { Nothing: 'X' } }, sites: ['harbour', 'hillside'] }),
    signedQuestion({ secretKey: analyst().secretKey, draft, sites: ['harbour'], change: { minSites: 1 } }),
  ];
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;
const HEADERS = [
  {},
  { 'content-type': 'application/json' },
  { 'content-type': 'text/plain' },
  { accept: 'text/event-stream', 'content-type': 'application/json' },
  { 'trpc-accept': 'application/jsonl', 'content-type': 'application/json' },
] as const;

describe('a response', () => {
  it('never shows a stack trace, a place in the code or a query, whatever is sent to whatever route', async () => {
    const statuses = new Set<number>();
    for (const { app, routes } of apps) {
      const sent = fc.record({
        route: fc.constantFrom(...routes),
        query: fc.constantFrom('', '?batch=1', '?input=%7B', `?input=${encodeURIComponent('{"0":{"signed":1}}')}`),
        method: fc.constantFrom(...METHODS),
        headers: fc.constantFrom(...HEADERS),
        body,
      });
      await fc.assert(
        fc.asyncProperty(sent, async ({ route, query, method, headers, body: text }) => {
          const init = method === 'GET' ? { method, headers } : { method, headers, body: text };
          const response = await app.request(`${route}${query}`, init);
          statuses.add(response.status);
          if (route !== '/openapi.json') {
            expect(await response.text()).not.toMatch(INSIDE);
          }
        }),
        { numRuns: 250 },
      );
    }
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
  }, 120_000);

  it('would be caught showing one (control)', () => {
    expect(new Error('x').stack).toMatch(INSIDE);
    expect(JSON.stringify({ error: { message: 'no', data: { stack: 'x' } } })).toMatch(INSIDE);
  });
});

const Document = z.object({
  openapi: z.literal('3.1.0'),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  paths: z.record(
    z.string(),
    z.object({ post: z.object({ responses: z.record(z.string(), z.unknown()), requestBody: z.unknown() }) }),
  ),
});

const ProcedureError = z.strictObject({
  error: z.strictObject({ message: z.string(), code: z.int(), data: z.strictObject({}) }),
});
const ERROR_SCHEMA = { $ref: '#/components/schemas/Error' };

describe('the OpenAPI document', () => {
  it('names every procedure that is served, but those that stream', async () => {
    for (const [document, { _def }, streamed] of [
      [await nodeOpenApi(), nodeRouter, []],
      [await coordinatorOpenApi(), coordinatorRouter, ['query.follow', 'query.followDryRun']],
    ] as const) {
      const named = Object.keys(Document.parse(document).paths).sort();
      const known = Object.keys(_def.procedures).filter((name) => !(streamed as readonly string[]).includes(name));
      expect(named).toEqual(known.map((name) => `/trpc/${name}`).sort());
    }
  });

  const json = { 'content-type': 'application/json' };
  const signed = (text: unknown) => ({ method: 'POST', headers: json, body: JSON.stringify({ signed: text }) });
  const max = LIMITS.signedCharactersMax;
  it.each<[string, RequestInit, number, string]>([
    ['longer than the form', signed('a'.repeat(max + 1)), 400, `signed must have at most ${max} characters`],
    ['of another type', signed(7), 400, 'signed must be a string'],
    ['without its field', { ...signed(''), body: '{}' }, 400, 'signed must be a string'],
    ['with another field', { ...signed(''), body: '{"signed":"x","Jane":1}' }, 400, 'a field that is not known'],
    ['no JSON', { ...signed(''), body: '{' }, 400, 'not JSON'],
    ['longer than a body', signed('a'.repeat(LIMITS.bodyBytesMax)), 413, 'too long'],
    ['by GET', { method: 'GET' }, 405, 'by POST'],
    ['of another content', { ...signed('x'), headers: { 'content-type': 'text/csv' } }, 415, 'application/json'],
  ])('states what comes back of a request that is %s', async (_, init, status, says) => {
    for (const [served, document, name] of [
      [apps[0], await nodeOpenApi(), 'query.answer'],
      [apps[1], await coordinatorOpenApi(), 'query.ask'],
    ] as const) {
      const response = await served?.app.request(`/trpc/${name}`, init);
      const error = ProcedureError.parse(await response?.json()).error;
      expect([response?.status, error.message]).toEqual([status, expect.stringContaining(says)]);
      expect(error.message).not.toMatch(/Jane|aaa/);
      const { responses } = Document.parse(document).paths[`/trpc/${name}`]?.post ?? {};
      expect(responses?.[status]).toMatchObject({ content: { 'application/json': { schema: ERROR_SCHEMA } } });
      expect(JSON.stringify(document)).toContain(`"maxLength":${max}`);
    }
  });

  it('lets the longest text through that it states, and names a procedure that isn’t there', async () => {
    for (const [served, name] of [
      [apps[0], 'query.answer'],
      [apps[1], 'query.ask'],
    ] as const) {
      const response = await served?.app.request(`/trpc/${name}`, signed('a'.repeat(max)));
      expect(await response?.text()).not.toMatch(/too long|at most/);
      const missing = await served?.app.request('/trpc/query.nothing', signed('x'));
      expect(missing?.status).toBe(404);
      expect(ProcedureError.parse(await missing?.json()).error.message).toBe('There is no such procedure.');
    }
  });

  it('is served by the coordinator, and by a node where bare procedures are', async () => {
    for (const { app } of apps) {
      const response = await app.request('/openapi.json');
      expect(Document.safeParse(await response.json()).success).toBe(true);
    }
    const { listen } = node.ctx.config;
    const sealed = nodeApp({ ...node.ctx, config: { ...node.ctx.config, listen: { ...listen, unsigned: false } } });
    expect((await sealed.request('/openapi.json')).status).toBe(404);
  });

  it('describes the envelope in which an output and an error arrive', async () => {
    const { paths, components } = Document.parse(local(await nodeOpenApi()));
    const { responses } = paths['/trpc/site.facts']!.post;
    const output = Schema.parse({ ...schemaOf(responses, '200'), $defs: components.schemas });
    const app = apps[0]!.app;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const given = await (await app.request('/trpc/site.facts', { ...init, body: '{}' })).json();
    const failed = await (await app.request('/trpc/site.facts', { ...init, body: '{"x":1}' })).json();
    expect(z.fromJSONSchema(output).safeParse(given).success).toBe(true);
    expect(z.fromJSONSchema(output).safeParse(failed).success).toBe(false);
    expect(failed).toEqual({ error: { message: expect.any(String), code: expect.any(Number), data: {} } });
  });
});

/** With references as they are within one schema. */
function local(document: object): unknown {
  return JSON.parse(JSON.stringify(document).replaceAll('#/components/schemas/', '#/$defs/'));
}

/** What `fromJSONSchema` reads, which knows its own form. */
const Schema = z.custom<Parameters<typeof z.fromJSONSchema>[0]>();

function schemaOf(responses: Record<string, unknown>, status: string): Record<string, unknown> {
  const Response = z.object({ content: z.object({ 'application/json': z.object({ schema: z.looseObject({}) }) }) });
  return Response.parse(responses[status]).content['application/json'].schema;
}
