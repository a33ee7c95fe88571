import { type Clock, type Fetch, hexToBytes } from '../../base/index.ts';
import { policyFromJson } from '../../policy/index.ts';
import { deidentification, representatives } from '../transform/index.ts';
import type { Obstacle, Setup, Task } from './protocol.ts';
import { fileLooker, fileReader } from './read-file.ts';
import { seriesReader } from './read-series.ts';
import { tableReader } from './read-table.ts';
import type { Part } from './settle.ts';

/** Does a task; where it ends in an obstacle, neither this one nor those after it can be done. */
export type Work = (task: Task) => AsyncGenerator<Part, Obstacle | undefined>;

/** What a child gets from the machine. */
export interface Surroundings {
  readonly clock: Clock;
  readonly fetch: Fetch;
}

/** Reading and de-identifying of one thing after the other, as `setup` says. */
export function workOf({ policy: document, key, server }: Setup, { clock, fetch }: Surroundings): Work {
  const policy = policyFromJson(document);
  const headers = representatives(deidentification(policy, hexToBytes(key)));
  const { outcomeOf } = headers;
  const readFile = fileReader(headers);
  const lookAtFile = fileLooker(headers);
  const readSeries = seriesReader({ outcomeOf, server, clock, fetch });
  const readTable = tableReader({ outcomeOf, policy });
  return async function* (task) {
    switch (task.kind) {
      case 'file':
        yield { outcomes: [readFile(task.path)] };
        return undefined;
      case 'look':
        yield { outcomes: [lookAtFile(task.path)] };
        return undefined;
      case 'series':
        return yield* readSeries(task);
      case 'table':
        return yield* readTable(task);
    }
  };
}
