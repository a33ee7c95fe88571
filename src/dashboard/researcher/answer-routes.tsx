import type { Hono } from 'hono';
import { NotFoundPage } from '../layout/error-pages.tsx';
import { answerPage } from '../layout/page.tsx';
import { AnswerPage } from './answer-page.tsx';
import type { Asked, Desk, EffectForm, Forest } from './desk.ts';
import { barsOf, barsSvg } from './interval-bars.ts';
import { type ResearchContext, type ResearchEnv, researchView } from './research-view.ts';
import { csvOf, linesOf, titleOf } from './results.ts';
import { AnswersPage } from './small-pages.tsx';

const SVG = { 'Content-Type': 'image/svg+xml' } as const;

/** The pages, pictures and files of answers. */
export function answerRoutes(app: Hono<ResearchEnv>, desk: Desk): void {
  const found = (c: ResearchContext): Asked | undefined => desk.asked().find(({ id }) => id === c.req.param('id'));
  const missing = (c: ResearchContext) => answerPage(c, <NotFoundPage view={researchView(c, desk)} />, 404);
  app.get('/answers', (c) => answerPage(c, <AnswersPage view={researchView(c, desk)} asked={desk.asked()} />));
  app.get('/answers/:id', (c) => {
    const asked = found(c);
    return asked === undefined ? missing(c) : shown(c, desk, asked);
  });
  app.get('/answers/:id/:file', (c) => {
    const asked = found(c);
    return (asked && fileOf(c, desk, asked)) ?? missing(c);
  });
}

function shown(c: ResearchContext, desk: Desk, asked: Asked) {
  const view = researchView(c, desk);
  const isDone = asked.reply !== undefined;
  return answerPage(
    c,
    <AnswerPage
      view={view}
      asked={asked}
      command={desk.command(asked.wanted)}
      methods={isDone ? desk.methods(asked) : ''}
      checked={isDone ? desk.check(asked) : []}
      effects={desk.effects}
      forest={forestIn(c, desk, asked)}
    />,
  );
}

function forestIn(c: ResearchContext, desk: Desk, asked: Asked): Forest | undefined {
  const wanted = effectIn(new URL(c.req.url).searchParams);
  return wanted === undefined ? undefined : desk.forest(asked, wanted);
}

function effectIn(query: URLSearchParams): EffectForm | undefined {
  const effect = query.get('effect');
  const chosen = (names: readonly string[]): string[] => names.map((name) => query.get(name) ?? '').filter(Boolean);
  return effect === null
    ? undefined
    : { effect, groups: chosen(['group1', 'group2']), outcomes: chosen(['outcome1', 'outcome2']) };
}

function fileOf(c: ResearchContext, desk: Desk, asked: Asked): Response | undefined {
  const { reply } = asked;
  const file = c.req.param('file') ?? '';
  if (reply === undefined) {
    return undefined;
  }
  const bars = /^bars-(\d{1,2})\.svg$/.exec(file);
  if (bars !== null) {
    return barsIn(c, asked, Number(bars[1]));
  }
  switch (file) {
    case 'answer.json':
      return c.json(reply);
    case 'table.csv':
      return c.body(csvOf(reply), 200, { 'Content-Type': 'text/csv; charset=utf-8' });
    case 'receipts.json': {
      const receipts = desk.receipts(asked);
      return receipts === undefined ? undefined : c.body(receipts, 200, { 'Content-Type': 'application/json' });
    }
    case 'forest.svg': {
      const forest = forestIn(c, desk, asked);
      return forest === undefined || 'why' in forest ? undefined : c.body(forest.svg, 200, SVG);
    }
    default:
      return undefined;
  }
}

function barsIn(c: ResearchContext, { reply }: Asked, at: number): Response | undefined {
  const result = reply?.combined?.results[at];
  if (reply?.combined == null || result === undefined) {
    return undefined;
  }
  const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
  return c.body(barsSvg(barsOf(linesOf(reply.combined, result)), theme, titleOf(result)), 200, SVG);
}
