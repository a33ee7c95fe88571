import { InvalidArgumentError } from 'commander';

/** A date or time that somebody wrote, in milliseconds since 1970-01-01 UTC. @throws InvalidArgumentError. */
export function moment(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError('It must be a date, such as 2026-01-31, or a time, such as 2026-01-31T12:00Z.');
  }
  return at;
}

/** A time as people read it: UTC, to the minute. */
export function shownTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
