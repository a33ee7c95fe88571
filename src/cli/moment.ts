import { InvalidArgumentError } from 'commander';
import { dayStart, MOMENT_FORM, timeAt } from '../base/index.ts';

/** The beginning of a day, or a time, that an option names, in milliseconds since 1970-01-01 UTC. @throws InvalidArgumentError. */
export function moment(text: string): number {
  const at = dayStart(text) ?? timeAt(text);
  if (at === undefined) {
    throw new InvalidArgumentError(`It must be ${MOMENT_FORM}.`);
  }
  return at;
}

/** A time as people read it: UTC, to the minute. */
export function shownTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
