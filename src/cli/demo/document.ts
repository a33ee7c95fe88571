import type { FederatedReply, SiteOutcome } from '../../contract/index.ts';
import type { MeterReport } from '../commands/budget.ts';
import type { DemoQuestion } from './questions.table.ts';

/** A question with what came back. */
export interface Asked {
  readonly question: DemoQuestion;
  readonly reply: FederatedReply;
}

/** One site's journal after its node has stopped. */
export interface JournalReport {
  readonly site: string;
  readonly records: number;
  readonly verified: boolean;
}

/** All that the demonstration found out. */
export interface DemoFindings {
  readonly asked: readonly Asked[];
  readonly budgets: readonly MeterReport[];
  readonly journals: readonly JournalReport[];
  readonly meta: unknown;
}

/** The document of `npm run --silent demo -- --json`; every ε is a decimal string. */
export function demoDocument({ asked, budgets, journals, meta }: DemoFindings) {
  return {
    questions: asked.map(({ question, reply }) => ({
      name: question.name,
      query: question.draft,
      sites: reply.sites.map(siteEntry),
      combined: combinedEntry(reply),
    })),
    budgets: budgets.flatMap(({ site, meters }) =>
      meters.map(({ meter, cap, spent, left }) => ({ site, meter, cap, spent, left })),
    ),
    journals,
    metaAnalysis: meta,
  };
}

function siteEntry({ site, state, reason, reply }: SiteOutcome) {
  const answer = reply?.answer;
  const released = answer?.state === 'released' ? { epsilon: answer.epsilon, replayed: reply?.replayed } : {};
  return { site, state, ...(reason === undefined ? {} : { reason }), ...released };
}

function combinedEntry({ combined }: FederatedReply) {
  if (combined === null) {
    return null;
  }
  const [result] = combined.results;
  const rows = combined.keys.map((key, cell) => {
    const [estimate] = result?.rows[cell] ?? [];
    return { key, value: estimate?.value ?? 0, interval: estimate?.interval ?? [0, 0] };
  });
  return { sites: combined.sites, rows };
}
