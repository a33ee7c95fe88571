import type { BoundStatement } from '../../warehouse/scan.ts';
import type { Bounded } from '../question.ts';
import { cellExpression } from './cell.ts';
import { cohortExpression, rowExpression } from './condition.ts';
import { masksStatement } from './masks.ts';
import { rowsStatement } from './rows.ts';
import { type StatementWriter, statementWriter } from './statement-writer.ts';

// Every statement reads all live rows of all patients. Conditions stand in CASE and in aggregates over a patient's rows,
// never in WHERE: what a scan reads, and so its plan, is the same for every question and every patient.

/** Compiles a question to one statement with bound values; identifiers come from the policy's columns only. */
export function compiled(question: Bounded): BoundStatement {
  const writer = statementWriter();
  const where = question.where === undefined ? [] : [rowExpression(question.where, writer)];
  const { tests, cell } = cellExpression(question.axes, writer);
  const rowTests = [...where, ...tests, ...scopeTests(question, writer)];
  const parts = {
    writer,
    rowTests,
    row: rowTests.join(' AND '),
    cell,
    cohort: cohortExpression(question.cohort, writer),
  };
  const sql = question.path === 'masks' ? masksStatement(question, parts) : rowsStatement(question, parts);
  return Object.freeze({ sql: sql.replaceAll(/\s+/g, ' ').trim(), parameters: writer.parameters() });
}

/**
 * Block and scope are the same in all rows of a patient, so a test of each row is one of the patient: who is of another block, or
 * doesn't allow the purpose, is left out before anything is bounded.
 */
function scopeTests({ blocksHere, scopeBit }: Bounded, writer: StatementWriter): readonly string[] {
  const blocks = blocksHere.map((block) => writer.bound(block, 'USMALLINT')).join(', ');
  return [`("block" IN (${blocks}))`, `(("scope" & ${writer.bound(scopeBit, 'UINTEGER')}) <> 0)`];
}
