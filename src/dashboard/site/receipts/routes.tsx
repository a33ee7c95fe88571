import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { pageIn } from '../../layout/pager.tsx';
import { type Guard, type Handler, missing } from '../guard.tsx';
import { ifThere, wholeNumber } from '../visit.ts';
import { ReceiptPage } from './receipt.tsx';
import { ReceiptsPage } from './receipts.tsx';

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** The answers that left, what was refused for free, and the receipt of each. */
export function receiptRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/receipts', guard(listed));
  app.get('/receipts/:seq', guard(one));
}

const listed: Handler = async (visit, c) => {
  const names = { project: nameIn(c, 'project'), person: nameIn(c, 'person') };
  const input = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== ''));
  const found = await visit.ask('receipts', input);
  const query = { ...names, kind: c.req.query('kind') === 'refused' ? ('refused' as const) : ('' as const) };
  return answerPage(c, <ReceiptsPage {...{ visit, found, query, page: pageIn(c.req.query('page')) }} />);
};

/** What is no name is asked for by nobody. */
function nameIn(c: AccessContext, field: string): string {
  const text = (c.req.query(field) ?? '').trim();
  return NAME.test(text) ? text : '';
}

const one: Handler = async (visit, c) => {
  const seq = wholeNumber(c.req.param('seq'));
  const receipt = seq === undefined ? undefined : await ifThere(visit.ask('receipt', { seq }));
  return receipt === undefined ? missing(visit, c) : answerPage(c, <ReceiptPage visit={visit} receipt={receipt} />);
};
