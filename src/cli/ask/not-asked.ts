import {
  type FederatedQuote,
  type Hopeless,
  hopelessOf,
  isOutOfBudget,
  objectsToQuestion,
  type Takes,
  wouldAnswer,
} from '../../contract/index.ts';
import type { ExitCode } from '../shell.ts';

/** Why a question is not asked, in one or two sentences, and what the command ends with. */
export interface NotAsked {
  readonly why: string;
  readonly exitCode: ExitCode;
}

/** What the command was asked for. */
interface Wanted {
  readonly isPartWanted: boolean;
  /** Nothing is asked in any case. */
  readonly isDryRun: boolean;
}

/** A site that won't answer would have the others charged for a part of what was asked (which may be wanted), or for nothing at all. */
export function notAskedOf(
  quote: FederatedQuote,
  takes: Takes,
  { isPartWanted, isDryRun }: Wanted,
): NotAsked | undefined {
  const missing = quote.sites.filter((site) => !wouldAnswer(site));
  const hopeless = hopelessOf(quote, takes);
  if (hopeless === undefined && (missing.length === 0 || isPartWanted)) {
    return undefined;
  }
  const names = missing.map(({ site }) => site);
  const so = isDryRun ? DRY : FREE;
  return {
    why:
      hopeless === undefined
        ? partSentence(names, so)
        : hopelessSentence(hopeless, {
            willing: willingOf(quote),
            least: takes.least,
            so,
            isToMend: missing.some(objectsToQuestion),
            isTooDear: missing.length > 0 && missing.every(isOutOfBudget),
          }),
    exitCode: missing.some(({ state }) => state !== 'unavailable' && state !== 'not-asked') ? 3 : 1,
  };
}

const FREE = 'so nothing was asked and nothing was spent.';
const DRY = 'so the question would not be asked. This was a dry run, which is free.';

function partSentence(names: readonly string[], so: string): string {
  const ask = so === DRY ? 'ask with --partial for what the others say' : 'ask all the same with --partial';
  return `${names.join(', ')} would not answer, ${so} Name the others with --sites, or ${ask}.`;
}

interface Saying {
  readonly willing: readonly string[];
  readonly least: number;
  readonly so: string;
  /** A site objects to the question itself; its line in the table says to what. */
  readonly isToMend: boolean;
  /** Only budgets are in the way. */
  readonly isTooDear: boolean;
}

function hopelessSentence(hopeless: Hopeless, { willing, least, so, isToMend, isTooDear }: Saying): string {
  const { silent } = hopeless;
  const later = isToMend
    ? 'mend the question, as the sites’ words say'
    : isTooDear
      ? 'ask for less ε, or have the budget raised'
      : `ask again once ${silent.length === 1 ? 'it' : 'they'} would answer`;
  if (hopeless.why === 'few') {
    const left = `which leaves ${hopeless.willing} of the ${least} sites that an answer takes`;
    return `${silent.join(', ')} would not answer, ${left}, ${so} ${sentence(later)}`;
  }
  const why = `${silent.join(', ')} would not answer, and a total is of every site that is asked, ${so}`;
  return willing.length < Math.max(least, 2)
    ? `${why} ${sentence(later)}`
    : `${why} Leave ${silent.length === 1 ? 'it' : 'them'} out with ${others(willing)}, or ${later}.`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const NAMED_MAX = 6;

/** The option that names these sites, where they are few enough to be read. */
function others(names: readonly string[]): string {
  return names.length > NAMED_MAX ? '--sites' : `--sites ${names.join(',')}`;
}

function willingOf({ sites }: FederatedQuote): readonly string[] {
  return sites.filter(wouldAnswer).map(({ site }) => site);
}
