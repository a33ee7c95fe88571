import { parentPort, workerData } from 'node:worker_threads';
import { createAnswerAudit } from '../../budget/index.ts';
import { nodeDisk, verifyRecords } from '../../journal/index.ts';
import type { AnswerTask, AnswerVerdict } from './stored-answers.ts';

// The entry of a thread that compares the stored answers of a journal with their digests, while another folds its records.
const { journal, keys }: AnswerTask = workerData;
const audit = createAnswerAudit(keys);
const result = verifyRecords(nodeDisk(journal), (record) => audit.follow(record));
parentPort?.postMessage((result.verified ? audit.counts() : result) satisfies AnswerVerdict);
