import type { Hono } from 'hono';
import type { AccessEnv } from '../../../access/index.ts';
import { answerChart } from '../../charts/answer-chart.ts';
import { burnDown } from '../../charts/burn-down.ts';
import { shareBars } from '../../charts/share-bars.ts';
import { paletteOf } from '../../charts/svg.ts';
import { answerPage } from '../../layout/page.tsx';
import { BUDGETS } from '../../texts/budgets.table.ts';
import { decisionRoute, type PageOf, statusOf } from '../decide.ts';
import { answerFile, csvOf } from '../exports.ts';
import { type Guard, type Handler, missing } from '../guard.tsx';
import { meterName } from '../names.ts';
import { BudgetsPage, drawnOf, type Meter } from './budgets.tsx';
import { burningOf, MeterPage } from './meter.tsx';
import { questionOf } from './question.ts';
import { TogetherPage } from './together.tsx';

const DAY_MS = 86_400_000;

/** Budgets: the tables, one budget, the pictures, the files, and the proposal of more. */
export function budgetRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/budgets', guard(budgets));
  app.get('/budgets.csv', guard(file('csv')));
  app.get('/budgets.json', guard(file('json')));
  app.get('/together', guard(together));
  app.get('/charts/budgets.svg', guard(barsPicture));
  app.get('/charts/burn-down.svg', guard(burnPicture));
  app.get('/budgets/:meter', guard(meterPage));
  decisionRoute(app, guard, {
    path: '/budgets/:meter/grant',
    form: 'grant',
    read: (fields, _, c) => ({
      kind: 'grant',
      body: { meter: c.req.param('meter'), epsilon: fields.text('epsilon').replace(',', '.') },
    }),
    page: meterPage,
  });
}

const budgets: Handler = async (visit, c) => {
  const { accountant, meters } = await visit.ask('budget');
  const question = questionOf(accountant.kind, await visit.ask('policy'), c.req.query('epsilon'));
  return answerPage(c, <BudgetsPage visit={visit} meters={meters} question={question} />);
};

const together: Handler = async (visit, c) => {
  const { accountant, together: rows } = await visit.ask('together');
  const question = questionOf(accountant.kind, await visit.ask('policy'), undefined);
  return answerPage(c, <TogetherPage visit={visit} together={rows} question={question} />);
};

const meterPage: PageOf = async (visit, c, told) => {
  const { accountant, meters } = await visit.ask('budget');
  const meter = named(meters, c.req.param('meter'));
  const question = questionOf(accountant.kind, await visit.ask('policy'), undefined);
  return meter === undefined
    ? missing(visit, c)
    : answerPage(c, <MeterPage visit={visit} told={told} meter={meter} question={question} />, statusOf(told));
};

function named(meters: readonly Meter[], wanted: string | undefined): Meter | undefined {
  return meters.find(({ meter }) => meter === wanted);
}

const barsPicture: Handler = async (visit, c) => {
  const { say } = visit.view;
  const { meters } = await visit.ask('budget');
  const bars = drawnOf(meters).map(({ meter, cap, spent, reserved }) => {
    const part = (amount: string): number => (Number(cap) === 0 ? 0 : Math.min(1, Number(amount) / Number(cap)));
    return { name: meterName(say, meter), main: part(spent) - part(reserved), second: part(reserved) };
  });
  return answerChart(c, shareBars(bars, paletteOf(c.req.query('theme')), say(BUDGETS.chartTitle)));
};

const burnPicture: Handler = async (visit, c) => {
  const { say } = visit.view;
  const { meters } = await visit.ask('budget');
  const meter = named(meters, c.req.query('meter'));
  if (meter === undefined) {
    return missing(visit, c);
  }
  const today = Math.floor(visit.parts.nowMs() / DAY_MS);
  return answerChart(
    c,
    burnDown(burningOf(meter, today), paletteOf(c.req.query('theme')), {
      title: say(BUDGETS.burnDown),
      lang: say.lang,
    }),
  );
};

function file(kind: 'csv' | 'json'): Handler {
  return async (visit, c) => {
    const { site, accountant, meters } = await visit.ask('budget', {}, true);
    const name = `${site}-budgets.${kind}`;
    const rows = meters.map(({ meter, cap, spent, reserved, left }) => [meter, cap, spent, reserved, left]);
    const headings = ['meter', 'cap', 'spent', 'reserved', 'left'];
    return answerFile(
      c,
      name,
      kind === 'csv' ? csvOf(headings, rows) : `${JSON.stringify({ site, accountant, meters }, null, 2)}\n`,
    );
  };
}
