import { clopperPearson } from './binomial.ts';

/** How one trial of an attack ended. */
export interface Ended {
  readonly right: boolean;
  /** What the trial cost the patient, in nano-ε, by the ledger. */
  readonly spentNano: bigint;
}

/** An attack: who knows what, how it is played, and what it may reach. */
export interface Attack {
  readonly name: string;
  readonly knowledge: string;
  /** How many questions, and which. */
  readonly questions: string;
  /** What the patient attacked loses at most, over all sites. */
  readonly epsilon: string;
  readonly trials: number;
  /** The share of right guesses that the guarantee allows. */
  readonly limit: number;
  /** The share that this attack should reach; 1/2 where nothing at all should be told. */
  readonly predicted: number;
  readonly trial: (number: number) => Promise<Ended>;
  /** The same attack against a build without the defence; it has to go beyond the limit. */
  readonly arm: {
    readonly build: string;
    readonly trials: number;
    readonly trial: (number: number) => Promise<boolean>;
  };
}

/** A share of right guesses with its bounds. */
export interface Success {
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
}

/** What an attack came to. */
export interface Finding {
  readonly attack: Attack;
  readonly success: Success;
  readonly arm: Success;
  readonly spentNano: bigint;
}

/** Plays all trials of an attack, and of its control arm. */
export async function played(attack: Attack): Promise<Finding> {
  let [right, spentNano] = [0, 0n];
  for (let number = 0; number < attack.trials; number += 1) {
    const ended = await attack.trial(number);
    right += ended.right ? 1 : 0;
    spentNano = ended.spentNano > spentNano ? ended.spentNano : spentNano;
  }
  let rightInArm = 0;
  for (let number = 0; number < attack.arm.trials; number += 1) {
    rightInArm += (await attack.arm.trial(number)) ? 1 : 0;
  }
  const { trials, arm } = attack;
  return { attack, spentNano, success: successOf(right, trials), arm: successOf(rightInArm, arm.trials) };
}

function successOf(right: number, trials: number): Success {
  return { share: right / trials, ...clopperPearson(right, trials) };
}

/** How well anybody may tell two neighbouring histories apart. */
export function limitOf(epsilon: number): number {
  return Math.exp(epsilon) / (1 + Math.exp(epsilon));
}

const VERDICTS = { holds: 'holds', broken: 'broken', weak: 'attack too weak', void: 'void' } as const;

/** What a finding shows. An attack that falls short of its own optimum, or whose control arm fails, shows nothing. */
export function verdictOf({
  attack: { limit, predicted },
  success,
  arm,
}: Finding): (typeof VERDICTS)[keyof typeof VERDICTS] {
  if (success.lower > limit) {
    return VERDICTS.broken;
  }
  if (arm.lower <= limit) {
    return VERDICTS.void;
  }
  return success.upper >= predicted ? VERDICTS.holds : VERDICTS.weak;
}
