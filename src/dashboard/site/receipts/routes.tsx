import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { pageIn } from '../../layout/pager.tsx';
import { type Guard, type Handler, missing } from '../guard.tsx';
import { ifThere, wholeNumber } from '../visit.ts';
import { ReceiptPage } from './receipt.tsx';
import { ReceiptsPage } from './receipts.tsx';

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
  const page = pageIn(c.req.query('page'));
  const status = found.strange === undefined ? 200 : 422;
  return answerPage(c, <ReceiptsPage {...{ visit, found, query, page }} />, status);
};

function nameIn(c: AccessContext, field: string): string {
  return (c.req.query(field) ?? '').trim().slice(0, 100);
}

const one: Handler = async (visit, c) => {
  const seq = wholeNumber(c.req.param('seq'));
  const receipt = seq === undefined ? undefined : await ifThere(visit.ask('receipt', { seq }));
  return receipt === undefined ? missing(visit, c) : answerPage(c, <ReceiptPage visit={visit} receipt={receipt} />);
};
