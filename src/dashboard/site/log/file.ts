import { csvOf } from '../exports.ts';
import { inEnglish, type LogEntry } from './words.ts';

const COLUMNS = ['seq', 'time', 'kind', 'who', 'what', 'why', 'policy', 'projects', 'people'] as const;

/** Decisions as CSV: the same file from a page and from a command. */
export function decisionsCsv(entries: readonly LogEntry[]): string {
  return csvOf(
    COLUMNS,
    inEnglish(entries).map(({ seq, atMs, kind, who, what, why, policy, projects, people }) => [
      ...[String(seq), new Date(atMs).toISOString(), kind, who.join(' '), what],
      ...[why ?? '', policy ?? '', projects.join(' '), people.join(' ')],
    ]),
  );
}
