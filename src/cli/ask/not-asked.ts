import {
  type FederatedQuote,
  type Hopeless,
  hopelessOf,
  isOutOfBudget,
  objectsToAsker,
  objectsToQuestion,
  objectsUntilMended,
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
            remedy: remedyOf(missing),
          }),
    exitCode: missing.some(({ state }) => state !== 'unavailable' && state !== 'not-asked') ? 3 : 1,
  };
}

/** The sites of a question that was asked of nobody: one that has quoted has answered nothing by that. */
export function askedOfNobody({ sites }: FederatedQuote): FederatedQuote {
  return {
    sites: sites.map((one) =>
      one.quote?.state === 'quoted' ? { ...one, state: one.quote.covered ? 'not-asked' : 'out-of-budget' } : one,
    ),
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
  /** What is to be done, other than to leave sites out. */
  readonly remedy: string;
}

/** What helps where these sites would not answer. What they object to stands in the table. */
function remedyOf(missing: FederatedQuote['sites']): string {
  if (missing.some(objectsToQuestion)) {
    return 'mend the question, as the sites’ words say';
  }
  if (missing.length > 0 && missing.every(isOutOfBudget)) {
    return 'ask for less ε, or have the budget raised';
  }
  return missing.length > 0 && missing.every(objectsToAsker)
    ? 'check the spelling of --project, and that --key is the key you applied with, or apply for a project there (`sfumato project apply`)'
    : remedyForAsker(missing);
}

/** What helps where sites object to the key or the project itself, or where there is nothing to do but to wait. */
function remedyForAsker(missing: FederatedQuote['sites']): string {
  return missing.length > 0 && missing.every(objectsUntilMended)
    ? 'have what the table says of the key or the project put right there: waiting changes nothing'
    : `ask again once ${missing.length === 1 ? 'it' : 'they'} would answer`;
}

function hopelessSentence(hopeless: Hopeless, { willing, least, so, remedy }: Saying): string {
  const { silent } = hopeless;
  if (hopeless.why === 'few') {
    const left = `which leaves ${hopeless.willing} of the ${least} sites that an answer takes`;
    return `${silent.join(', ')} would not answer, ${left}, ${so} ${sentence(remedy)}`;
  }
  const why = `${silent.join(', ')} would not answer, and a total is of every site that is asked, ${so}`;
  return willing.length < Math.max(least, 2)
    ? `${why} ${sentence(remedy)}`
    : `${why} Leave ${silent.length === 1 ? 'it' : 'them'} out with ${others(willing)}, or ${remedy}.`;
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
