import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS } from '../../base/index.ts';
import { type Ask, arrayItems, ITEM_BOUNDS, type JsonDataSet, jsonDataSet, type Reply } from '../json/index.ts';
import { listedTooMuch } from './server-error.ts';

const STUDY_INSTANCE_UID = 0x0020000d;
const SERIES_INSTANCE_UID = 0x0020000e;
const NUMBER_OF_SERIES_RELATED_INSTANCES = 0x00201209;

/** What is kept of an entry of the list. Names, dates and numbers of patients come with it and are dropped at once. */
export interface ListedSeries {
  readonly study: string;
  readonly series: string;
  readonly instances: number | undefined;
}

/** Which series are asked for, and of whom. */
interface Page {
  readonly base: string;
  readonly offset: number;
  readonly limit: number;
}

/** A page of a server's list of series. @throws SfumatoError `peer-invalid` for one beyond all bounds. */
export function pageAt(ask: Ask, { base, offset, limit }: Page) {
  // Only the count is asked for; what servers send besides isn't ours to choose.
  return ask(`/series?includefield=00201209&limit=${limit}&offset=${offset}`, (reply, stop) =>
    listedSeries(reply, { base, stop }),
  );
}

const ITEMS_PER_TURN = 256;

/**
 * The entries of a page; `undefined` when it broke off or isn't wanted any more, and none where it isn't a list. Some servers
 * ignore the limit and send all they have, so more than was asked for is taken, up to a bound.
 */
async function listedSeries(
  { status, body }: Reply,
  { base, stop }: { base: string; stop: AbortSignal },
): Promise<readonly ListedSeries[] | undefined> {
  if (status === 204 || body === null) {
    return [];
  }
  const found: ListedSeries[] = [];
  const items = arrayItems(body, ITEM_BOUNDS);
  let item = await items.next();
  for (; !item.done; item = await items.next()) {
    found.push(listed(jsonDataSet(item.value)));
    if (found.length > LIMITS.pageSeriesMax) {
      await items.return('invalid');
      throw listedTooMuch(base, 'at once');
    }
    if (found.length % ITEMS_PER_TURN === 0) {
      await nextTurn();
    }
    if (stop.aborted) {
      await items.return('invalid');
      return undefined;
    }
  }
  return item.value === 'complete' ? found : undefined;
}

function listed(dataSet: JsonDataSet | undefined): ListedSeries {
  const count = Number(dataSet?.text(NUMBER_OF_SERIES_RELATED_INSTANCES) ?? Number.NaN);
  return {
    study: shortText(dataSet?.identifier(STUDY_INSTANCE_UID)),
    series: shortText(dataSet?.identifier(SERIES_INSTANCE_UID)),
    instances: Number.isSafeInteger(count) && count > 0 ? count : undefined,
  };
}

const UID_CHARACTERS_MAX = 128;
const TOO_LONG = '(too long)';

/** A text that could be a UID. A longer one, of which a server may send megabytes, is neither held nor put into a list. */
function shortText(text = ''): string {
  return text.length > UID_CHARACTERS_MAX ? TOO_LONG : text;
}
