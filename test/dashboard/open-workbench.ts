import { Hono } from 'hono';
import { type Desk, researcherRoutes } from '../../src/dashboard/index.ts';
import { fieldsIn } from '../../src/dashboard/researcher/question-form.ts';
import type { ResearchEnv } from '../../src/dashboard/researcher/research-view.ts';

/** The pages of a workbench over a desk of which `more` is there, its key open. */
export function openWorkbench(more: Partial<Desk>): Hono<ResearchEnv> {
  const desk = {
    ...{ coordinator: 'http://north', project: 'lung', publicKey: 'key', policy: 'p@1.0.0', effects: [] },
    fields: () => [],
    key: { isSealed: true, isOpen: () => true, open: () => true, forget: () => undefined },
    command: () => 'the command',
    ...more,
  } as unknown as Desk;
  const app = new Hono<ResearchEnv>();
  app.use(async (c, next) => {
    c.set('csrfToken', () => 'token');
    const sent = new URLSearchParams(await c.req.raw.clone().text());
    c.set('form', { ...fieldsIn(sent), entries: () => [...sent] });
    await next();
  });
  return app.route('/', researcherRoutes(desk));
}
