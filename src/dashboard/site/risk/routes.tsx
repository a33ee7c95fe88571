import type { Hono } from 'hono';
import type { AccessEnv } from '../../../access/index.ts';
import { isSfumatoError } from '../../../base/index.ts';
import { answerChart } from '../../charts/answer-chart.ts';
import { shareBars } from '../../charts/share-bars.ts';
import { paletteOf } from '../../charts/svg.ts';
import { answerPage } from '../../layout/page.tsx';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { type PageOf, statusOf } from '../decide.ts';
import { formRoute } from '../form-route.ts';
import { type Guard, type Handler, missing } from '../guard.tsx';
import type { Failed, Outcome } from '../outcome.ts';
import { refusalOf, sentenceOf, type Visit } from '../visit.ts';
import { barsOf } from './field-chart.tsx';
import { wantedIn } from './input.ts';
import { RiskPage } from './page.tsx';
import type { Standing } from './parts.tsx';

/** How far patients could be recognised: the last assessment, the form that begins one, and how far it is. */
export function riskRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/risk', guard(shown));
  app.get('/charts/risk.svg', guard(picture));
  formRoute(app, '/risk/begin', guard(begin));
  formRoute(app, '/risk/stop', guard(stop));
}

const shown: PageOf = async (visit, c, told) => {
  const { standing, failed } = await standingOf(visit);
  const isOver = standing.underWay === null;
  if (isOver) {
    // What asks again while one is under way gets the whole page in the end.
    c.header('HX-Retarget', 'main');
    c.header('HX-Reselect', 'main');
  }
  const kept = isOver && standing.kept !== null ? await visit.ask('risk-kept') : null;
  return answerPage(c, <RiskPage {...{ visit, told, failed, standing, kept }} />, statusOf(told));
};

/** How assessments stand; why the last one came to nothing is told once. */
async function standingOf(visit: Visit): Promise<{ readonly standing: Standing; readonly failed?: Failed }> {
  try {
    return { standing: await visit.ask('risk-standing') };
  } catch (error) {
    return { failed: failureOf(visit, error), standing: await visit.ask('risk-standing') };
  }
}

/** @throws what there are no words for. */
function failureOf({ view: { say } }: Visit, error: unknown): Failed {
  const problem = isSfumatoError(error, 'staging-missing') ? say(ASSESSMENT.noneStaged) : sentenceOf(say, error);
  if (problem === undefined || refusalOf(error) !== undefined) {
    throw error;
  }
  return { problem };
}

const begin: Handler = async (visit, c) => {
  const done = await begun(visit, c);
  return 'problem' in done ? await shown(visit, c, { form: 'risk', done, written: c.get('form') }) : visit.leave(done);
};

async function begun(visit: Visit, c: Parameters<Handler>[1]): Promise<Outcome> {
  const { say } = visit.view;
  const wanted = wantedIn(say, c.get('form'));
  if ('problem' in wanted) {
    return wanted;
  }
  try {
    await visit.ask('risk-begin', wanted);
    return { outcome: say(ASSESSMENT.begun) };
  } catch (error) {
    return failureOf(visit, error);
  }
}

const stop: Handler = async (visit) => {
  await visit.ask('risk-stop');
  return visit.leave({ outcome: visit.view.say(ASSESSMENT.stopped) });
};

const picture: Handler = async (visit, c) => {
  const kept = await visit.ask('risk-kept');
  return kept === null || kept.report.patients === 0
    ? missing(visit, c)
    : answerChart(
        c,
        shareBars(barsOf(kept.report), paletteOf(c.req.query('theme')), visit.view.say(ASSESSMENT.chartTitle)),
      );
};
