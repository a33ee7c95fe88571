import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SfumatoError } from '../../base/index.ts';
import { loadPs315Table, type Policy, type Ps315Table } from '../../policy/index.ts';
import { readTextFile } from '../files/read-text.ts';

const EDITION = /^\d{4}[a-z]$/;

/** The table in `file`, else that of the edition which a policy cites. */
export function tableFor({ document }: Policy, file: string | undefined): Ps315Table {
  const { ps315Edition: edition } = document.deidentification;
  const path = file ?? shippedTable(edition);
  if (path === undefined) {
    throw new SfumatoError(
      'policy-invalid',
      `The policy cites an edition of PS3.15, ${edition}, of which this program has no table; give one with --table.`,
    );
  }
  return loadPs315Table({ text: readTextFile(path, 'table'), file: path });
}

function shippedTable(edition: string): string | undefined {
  const path = EDITION.test(edition)
    ? fileURLToPath(new URL(`../../../policies/ps315/${edition}.json`, import.meta.url))
    : undefined;
  return path !== undefined && existsSync(path) ? path : undefined;
}
