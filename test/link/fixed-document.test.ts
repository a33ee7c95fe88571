import { expect, it } from 'vitest';
import { coordinatorApp, coordinatorOpenApi } from '../../src/coordinator/index.ts';
import { fixedDocument } from '../../src/link/index.ts';
import { testCoordinator } from '../support/spoken-site.ts';

it('makes a document that never changes once, however many ask at a time', async () => {
  let made = 0;
  const text = fixedDocument(async () => ({ made: ++made }));
  expect(await Promise.all([text(), text(), text()])).toEqual(Array(3).fill('{"made":1}'));
  expect(await text()).toBe('{"made":1}');
});

it('is what a coordinator serves as its description', async () => {
  const { ctx } = await testCoordinator([]);
  const response = await coordinatorApp(ctx).request('/openapi.json');
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual(await coordinatorOpenApi());
});
