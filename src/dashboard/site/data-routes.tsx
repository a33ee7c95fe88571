import type { Hono } from 'hono';
import type { AccessEnv } from '../../access/index.ts';
import { answerPage } from '../layout/page.tsx';
import type { Guard } from './guard.tsx';
import { QuarantinePage } from './quarantine.tsx';
import { SnapshotsPage } from './snapshots.tsx';
import { StagedPage } from './staged.tsx';

/** What was published, what is staged, and what could not be stored: each for the roles that the node lets see it. */
export function dataRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get(
    '/snapshots',
    guard(async (visit, c) => answerPage(c, <SnapshotsPage visit={visit} {...(await visit.ask('snapshots'))} />)),
  );
  app.get(
    '/staged',
    guard(async (visit, c) => answerPage(c, <StagedPage visit={visit} staged={await visit.ask('staged')} />)),
  );
  app.get(
    '/quarantine',
    guard(async (visit, c) => answerPage(c, <QuarantinePage visit={visit} {...(await visit.ask('quarantine'))} />)),
  );
}
