import type { Hono } from 'hono';
import { shownAnswer, titleText } from '../../shown/index.ts';
import { NotFoundPage } from '../layout/error-pages.tsx';
import { answerPage } from '../layout/page.tsx';
import { preferencesOf } from '../layout/preferences.ts';
import type { View } from '../layout/view.ts';
import { AnswerPage } from './answer-page.tsx';
import type { Asked, EffectForm, Forest, Reading } from './desk.ts';
import { barsOf, barsSvg } from './interval-bars.ts';
import type { ResearchContext, ResearchEnv } from './research-view.ts';
import { csvOf } from './results.ts';
import { voiceOf } from './voice.ts';

const SVG = { 'Content-Type': 'image/svg+xml' } as const;

/** Whose answers are shown, how, and in which frame. */
export interface AnswerParts {
  readonly desk: Reading;
  readonly viewOf: (c: ResearchContext) => View;
  readonly askedBy: (c: ResearchContext) => readonly Asked[];
  readonly commandOf: (asked: Asked) => string;
}

/** The page, pictures and files of each answer. */
export function answerRoutes(app: Hono<ResearchEnv>, parts: AnswerParts): void {
  const { desk, viewOf, askedBy } = parts;
  const found = (c: ResearchContext): Asked | undefined => askedBy(c).find(({ id }) => id === c.req.param('id'));
  const missing = (c: ResearchContext) => answerPage(c, <NotFoundPage view={viewOf(c)} />, 404);
  app.get('/answers/:id', (c) => {
    const asked = found(c);
    return asked === undefined ? missing(c) : shown(c, parts, asked);
  });
  app.get('/answers/:id/:file', (c) => {
    const asked = found(c);
    return (asked && fileOf(c, desk, asked)) ?? missing(c);
  });
}

function shown(c: ResearchContext, { desk, viewOf, commandOf }: AnswerParts, asked: Asked) {
  const view = viewOf(c);
  const isDone = asked.reply !== undefined;
  return answerPage(
    c,
    <AnswerPage
      view={view}
      asked={asked}
      command={commandOf(asked)}
      methods={isDone ? desk.methods(asked) : ''}
      checked={isDone ? desk.check(asked) : []}
      effects={desk.effects}
      forest={forestIn(c, desk, asked)}
      isFollowed={c.req.header('hx-request') !== undefined}
    />,
  );
}

function forestIn(c: ResearchContext, desk: Reading, asked: Asked): Forest | undefined {
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

function fileOf(c: ResearchContext, desk: Reading, asked: Asked): Response | undefined {
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
  const [measure, kind] = [reply && shownAnswer(reply).combined?.measures[at], reply?.combined?.results[at]?.kind];
  if (measure === undefined || kind === undefined) {
    return undefined;
  }
  const { say } = preferencesOf(c);
  const theme = c.req.query('theme') === 'dark' ? 'dark' : 'light';
  const look = { theme, title: titleText(voiceOf(say), measure.title), say } as const;
  return c.body(barsSvg(barsOf(measure, kind, voiceOf(say)), look), 200, SVG);
}
