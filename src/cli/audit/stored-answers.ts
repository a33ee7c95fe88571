import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { compiledFile } from '../../base/index.ts';
import type { AuditedAnswers } from '../../budget/index.ts';
import type { Broken } from '../../journal/index.ts';

/** Which journal is looked through, and the keys, 32 bytes each, that open its answers. */
export interface AnswerTask {
  readonly journal: string;
  readonly keys: readonly Uint8Array[];
}

/** What was found: counts, or where the journal isn't what was written. */
export type AnswerVerdict = AuditedAnswers | Broken;

/** Looks through the stored answers of a journal in a thread of its own. @throws whatever that thread throws. */
export function auditAnswers(task: AnswerTask): { readonly verdict: Promise<AnswerVerdict>; stop(): void } {
  const worker = new Worker(compiledFile(import.meta.url, 'cli/audit/answers/main.js'), { workerData: task });
  const verdict = once(worker, 'message').then(([found]): AnswerVerdict => found);
  // Whoever doesn't wait for it any more has another error to tell.
  verdict.catch(() => undefined);
  return { verdict, stop: () => void worker.terminate() };
}
