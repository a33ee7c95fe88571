import type { Hono } from 'hono';
import type { AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { type Guard, type Handler, missing } from '../guard.tsx';
import { ifThere, wholeNumber } from '../visit.ts';
import { IngestPage } from './ingest.tsx';
import { QuarantinePage } from './quarantine.tsx';
import { SnapshotsPage } from './snapshots.tsx';
import { StagedPage } from './staged.tsx';

/** What was published, what is staged, and what could not be stored: each for the roles that the node lets see it. */
export function dataRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get(
    '/snapshots',
    guard(async (visit, c) => answerPage(c, <SnapshotsPage visit={visit} {...(await visit.ask('snapshots'))} />)),
  );
  app.get('/staged', guard(staged));
  app.get('/staged/:run', guard(oneIngest));
  app.get(
    '/quarantine',
    guard(async (visit, c) => answerPage(c, <QuarantinePage visit={visit} {...(await visit.ask('quarantine'))} />)),
  );
}

const staged: Handler = async (visit, c) => {
  const [{ ingests }, now] = [await visit.ask('ingests'), await visit.ask('staged')];
  return answerPage(c, <StagedPage {...{ visit, ingests, staged: now }} />);
};

const oneIngest: Handler = async (visit, c) => {
  const run = wholeNumber(c.req.param('run'));
  const kept = run === undefined ? undefined : await ifThere(visit.ask('ingest-report', { run }));
  return kept === undefined ? missing(visit, c) : answerPage(c, <IngestPage visit={visit} kept={kept} />);
};
