import { isSfumatoError, unlessAborted, whenAborted } from '../base/index.ts';
import type { SiteState } from '../contract/index.ts';
import type { SiteLink } from '../link/index.ts';
import type { CoordinatorContext } from './context.ts';
import { LET_GO } from './under-way.ts';

/** What one site gave by the deadline. */
export interface SiteReply<T> {
  readonly site: string;
  readonly state: SiteState;
  readonly reason?: string;
  readonly reply?: T;
}

/** Whom to ask what. */
export interface FanOut<T> {
  readonly sites: readonly string[];
  readonly send: (link: SiteLink, signal: AbortSignal) => Promise<T>;
  /** The refusal code in a reply, or undefined when it is an answer. */
  readonly refusalOf: (reply: T) => string | undefined;
  /** Why a reply that is an answer is none to this question, where that can be told. */
  readonly misfitOf?: (reply: T) => string | undefined;
  /** What whoever asks is told to do where the coordinator ends before a site has answered. */
  readonly onceItRuns: string;
  /** Told each site's outcome as soon as it is there. */
  readonly onReply?: (reply: SiteReply<T>) => void;
}

type Asking = Pick<CoordinatorContext, 'config' | 'links' | 'underWay'>;

/** Asks every site at once; each ends in a typed state by the deadline, or when the coordinator ends, in the order of `sites`. */
export async function fanOut<T>(ctx: Asking, question: FanOut<T>): Promise<readonly SiteReply<T>[]> {
  const own = new AbortController();
  const takeBack = [AbortSignal.timeout(ctx.config.deadlineMs), ctx.underWay.letGo].map((signal) =>
    whenAborted(signal, () => own.abort(signal.reason)),
  );
  const one = async (site: string): Promise<SiteReply<T>> => {
    const reply = await askOne(question, { site, link: ctx.links.get(site), signal: own.signal });
    question.onReply?.(reply);
    return reply;
  };
  try {
    return await Promise.all(question.sites.map(one));
  } finally {
    for (const each of takeBack) {
      each();
    }
  }
}

interface OneSite {
  readonly site: string;
  readonly link: SiteLink | undefined;
  readonly signal: AbortSignal;
}

async function askOne<T>(question: FanOut<T>, { site, link, signal }: OneSite): Promise<SiteReply<T>> {
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
    return { site, state: 'unavailable', reason: unavailableReason(error, signal, question.onceItRuns) };
  }
}

function unavailableReason(error: unknown, signal: AbortSignal, onceItRuns: string): string {
  if (signal.aborted && signal.reason === LET_GO) {
    return `The coordinator ended before the site answered. ${onceItRuns}`;
  }
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
