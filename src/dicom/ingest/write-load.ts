import type { Entropy } from '../../base/index.ts';
import type { StagedInstance, StagedRow, Staging } from '../../warehouse/index.ts';
import type { Outcome } from '../child/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { Named } from '../source/index.ts';
import { appendQuarantined, type QuarantineOptions } from './quarantine.ts';
import type { Quarantined } from './quarantine-line.ts';
import { countReason, type Tally } from './report.ts';

/** What waits to be written: rows, instances, marks of what was seen, lines of the quarantine list. */
export interface Load {
  outcomes: number;
  readonly rows: StagedRow[];
  readonly counted: StagedInstance[];
  readonly seen: string[];
  readonly quarantined: Quarantined[];
}

/** A load of nothing yet. */
export function emptyLoad(): Load {
  return { outcomes: 0, rows: [], counted: [], seen: [], quarantined: [] };
}

/** Where loads are written. */
export interface LoadPlaces extends Pick<QuarantineOptions, 'siteFolder' | 'sealKey'> {
  readonly staging: Pick<Staging, 'add' | 'count' | 'markSeen'>;
  readonly entropy: Entropy;
}

interface Put {
  readonly named: Named;
  readonly outcome: Outcome;
  readonly tally: Tally;
}

/** Adds what came of something, and counts it. */
export function put(load: Load, { named: { key, path }, outcome, tally }: Put): void {
  load.outcomes += 1;
  const quarantine = (reason: QuarantineReason, row: number | undefined): void => {
    countReason(tally.quarantined, reason);
    load.quarantined.push({ key, path, reason, ...(row !== undefined && { row }) });
  };
  switch (outcome.state) {
    case 'stored':
      tally.stored += 1;
      tally.handed += 1;
      load.rows.push(outcome.row);
      for (const creator of outcome.creators ?? []) {
        countReason(tally.privateElements, creator);
      }
      break;
    case 'counted':
      tally.handed += 1;
      load.counted.push(outcome.instance);
      if (outcome.unread === undefined) {
        tally.stored += 1;
        tally.counted += 1;
      } else {
        quarantine(outcome.unread, outcome.row);
      }
      break;
    case 'skipped':
      countReason(tally.skipped, outcome.reason);
      break;
    case 'quarantined':
      quarantine(outcome.reason, outcome.row);
      break;
  }
}

/** Writes a load: rows before the marks that say that they are there. */
export async function writeLoad(load: Load, places: LoadPlaces): Promise<void> {
  if (load.quarantined.length > 0) {
    await appendQuarantined(load.quarantined, places);
  }
  if (load.rows.length > 0) {
    await places.staging.add(load.rows);
  }
  if (load.counted.length > 0) {
    await places.staging.count(load.counted);
  }
  if (load.seen.length > 0) {
    await places.staging.markSeen(load.seen);
  }
}
