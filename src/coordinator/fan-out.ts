import { isSfumatoError, unlessAborted } from '../base/index.ts';
import type { SiteState } from '../contract/index.ts';
import type { SiteLink } from '../link/index.ts';

/** What one site gave by the deadline. */
export interface SiteReply<T> {
  readonly site: string;
  readonly state: SiteState;
  readonly reason?: string;
  readonly reply?: T;
}

/** Whom to ask what, and until when. */
export interface FanOut<T> {
  readonly sites: readonly string[];
  readonly links: ReadonlyMap<string, SiteLink>;
  readonly deadlineMs: number;
  readonly send: (link: SiteLink, signal: AbortSignal) => Promise<T>;
  /** The refusal code in a reply, or undefined when it is an answer. */
  readonly refusalOf: (reply: T) => string | undefined;
  /** Why a reply that is an answer is none to this question, where that can be told. */
  readonly misfitOf?: (reply: T) => string | undefined;
  /** Told each site's outcome as soon as it is there. */
  readonly onReply?: (reply: SiteReply<T>) => void;
}

/** Asks every site at once; each ends in a typed state by the deadline, in the order of `sites`. */
export async function fanOut<T>(question: FanOut<T>): Promise<readonly SiteReply<T>[]> {
  const signal = AbortSignal.timeout(question.deadlineMs);
  const one = async (site: string): Promise<SiteReply<T>> => {
    const reply = await askOne(question, site, signal);
    question.onReply?.(reply);
    return reply;
  };
  return await Promise.all(question.sites.map(one));
}

async function askOne<T>(question: FanOut<T>, site: string, signal: AbortSignal): Promise<SiteReply<T>> {
  const link = question.links.get(site);
  if (link === undefined) {
    return { site, state: 'not-asked', reason: 'This coordinator has no link to the site.' };
  }
  try {
    const reply = await unlessAborted(signal, question.send(link, signal));
    const code = question.refusalOf(reply);
    if (code === undefined) {
      const why = question.misfitOf?.(reply);
      return why === undefined ? { site, state: 'answered', reply } : { site, state: 'misfit', reason: why, reply };
    }
    return { site, state: code === 'budget-exhausted' ? 'out-of-budget' : 'refused', reason: code, reply };
  } catch (error) {
    return { site, state: 'unavailable', reason: unavailableReason(error, signal) };
  }
}

function unavailableReason(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) {
    return 'The site did not answer by the deadline.';
  }
  if (isSfumatoError(error, 'unreachable-peer')) {
    return 'The site could not be reached.';
  }
  if (isSfumatoError(error, 'peer-invalid')) {
    return 'The site gave an answer that is not valid.';
  }
  return isSfumatoError(error) ? error.publicSentence : 'The site could not be asked.';
}
