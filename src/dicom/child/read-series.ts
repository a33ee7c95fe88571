import { type Clock, type Fetch, LIMITS } from '../../base/index.ts';
import {
  arrayItems,
  ITEM_BOUNDS,
  isFailure,
  jsonDataSet,
  jsonHeader,
  persistentRequester,
  type Reply,
  requester,
  type Server,
} from '../json/index.ts';
import type { OutcomeOf } from '../transform/index.ts';
import type { Obstacle, Outcome, Task } from './protocol.ts';
import type { Part } from './settle.ts';

/** What reading a server's series needs. */
interface SeriesReading {
  readonly outcomeOf: OutcomeOf;
  /** Where there are no series to read, none. */
  readonly server: Server | undefined;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

type SeriesTask = Extract<Task, { kind: 'series' }>;

const FAILED: readonly Outcome[] = [{ state: 'quarantined', reason: 'source-failed' }];
const INVALID: readonly Outcome[] = [{ state: 'quarantined', reason: 'source-invalid' }];

/**
 * Fetches the headers of one series after the other (WADO-RS metadata, PS3.18 §10.4) and de-identifies them as they arrive.
 * A series that the server can't give is quarantined; only a server that answers nothing at all is an obstacle.
 */
export function seriesReader({ outcomeOf, server, clock, fetch }: SeriesReading) {
  const asking = server && { server, clock, fetch };
  return async function* ({ study, series }: SeriesTask): AsyncGenerator<Part, Obstacle | undefined> {
    if (asking === undefined) {
      yield { outcomes: FAILED };
      return undefined;
    }
    const path = `/studies/${encodeURIComponent(study)}/series/${encodeURIComponent(series)}/metadata`;
    const found = await persistentRequester(asking)(path, (reply, stop) => outcomesOf(reply, { outcomeOf, stop }));
    if (!isFailure(found)) {
      yield { outcomes: found };
      return undefined;
    }
    if (found.failure === 'unanswered' && !(await answersAtAll(requester(asking)))) {
      return { kind: 'unreachable', fault: found.fault };
    }
    yield { outcomes: FAILED };
    return undefined;
  };
}

async function answersAtAll(ask: ReturnType<typeof requester>): Promise<boolean> {
  const found = await ask('/series?limit=1', async ({ body }) => {
    await body?.cancel();
    return {};
  });
  return !isFailure(found) || found.failure !== 'unanswered';
}

/** What becomes of each instance of a reply; `undefined` when it broke off. */
async function outcomesOf(
  { status, body }: Reply,
  { outcomeOf, stop }: { readonly outcomeOf: OutcomeOf; readonly stop: AbortSignal },
): Promise<readonly Outcome[] | undefined> {
  if (status === 204 || body === null) {
    return FAILED; // listed, and without instances
  }
  const outcomes: Outcome[] = [];
  const items = arrayItems(body, ITEM_BOUNDS);
  let item = await items.next();
  for (; !item.done && !stop.aborted && outcomes.length < LIMITS.seriesInstancesMax; item = await items.next()) {
    const dataSet = jsonDataSet(item.value);
    outcomes.push(...(dataSet === undefined ? INVALID : [outcomeOf(jsonHeader(dataSet))]));
  }
  await items.return('invalid');
  if (item.value === 'cut-short' || stop.aborted) {
    return undefined;
  }
  return item.value === 'complete' ? (outcomes.length === 0 ? FAILED : outcomes) : INVALID;
}
