import { type Combined, cellsCapped, type FederatedReply, type Loss } from '../contract/index.ts';
import { fieldsOf, type ShownMeasure, shownMeasure } from './measures.ts';
import { percentOf } from './numbers.ts';
import { type ShownSite, shownSite } from './sites.ts';
import { own, type Said, said } from './voice.ts';

/** What an answer shows, whoever draws it: a member that is added here is drawn on the terminal and on the pages. */
export interface ShownAnswer {
  readonly combined: ShownCombined | undefined;
  /** Why nothing was added up, where that is so. */
  readonly notCombined: Said | undefined;
  readonly sites: readonly ShownSite[];
  /** What is to be known beside the numbers: years that it lacks, what it cost a patient, under which id it was asked. */
  readonly notes: readonly Said[];
}

/** What the sites come to together. */
export interface ShownCombined {
  /** The fields that it is grouped by. */
  readonly fields: readonly string[];
  /** Of every interval, such as “0.95”. */
  readonly confidence: string;
  readonly sites: readonly string[];
  /** Of how many sites it is, and what its intervals are about. */
  readonly over: Said;
  readonly measures: readonly ShownMeasure[];
  /** In how many of the cells a patient counts, where these are not all. */
  readonly capped: Said | undefined;
}

/** An answer to show. */
export function shownAnswer(reply: FederatedReply): ShownAnswer {
  const { requestId, combined, notCombined, sites, loss, blocksLeftOut } = reply;
  return {
    combined: combined === null ? undefined : shownCombined(combined, reply),
    notCombined: combined === null ? (own(notCombined) ?? said('noneAnswered')) : undefined,
    sites: sites.map(shownSite),
    notes: [...leftOut(blocksLeftOut), ...lossOf(loss), said('requestId', { id: requestId })],
  };
}

function shownCombined(combined: Combined, reply: FederatedReply): ShownCombined {
  const all = reply.sites.length;
  const { keys, confidence, sites, results } = combined;
  return {
    fields: fieldsOf(keys),
    confidence,
    sites,
    over: said('overSites', { count: sites.length, all, confidence: percentOf(confidence) }),
    measures: results.map((result) => shownMeasure(combined, result)),
    capped: cappedOf(combined, reply),
  };
}

/** What is added up has one cap everywhere; of a total it stands in the receipts alone. Whether anything lies beyond it, sites say. */
function cappedOf({ keys: { length: cells } }: Combined, { sites, receipts = [] }: FederatedReply): Said | undefined {
  const own = sites.flatMap(({ state, reply }) => (state === 'answered' && reply ? [reply.answer] : []));
  const [first] = [...own, ...receipts.map(({ answer }) => answer)].flatMap((answer) =>
    answer.state === 'refused' ? [] : [answer],
  );
  const most = first?.caps.groupsPerPatient ?? cells;
  return first?.leavesOut.includes(cellsCapped(most, cells)) ? said('cellsCapped', { most, cells }) : undefined;
}

/** Intake years that no site has, where there are any: they cost nothing and would else be missed without a word. */
export function leftOut(years: readonly number[] = []): readonly Said[] {
  return years.length === 0
    ? []
    : [said(years.length === 1 ? 'yearLeftOut' : 'yearsLeftOut', { years: years.join(', ') })];
}

function lossOf(loss: Loss | null): readonly Said[] {
  return loss === null ? [] : [said(loss.sites === 1 ? 'lossOfPatient' : 'lossAtSites', loss)];
}
