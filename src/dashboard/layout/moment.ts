import { type Say, writtenText } from '../texts/say.ts';

/** A day as files and forms have it: UTC, by ISO 8601. */
function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** A day as the page's language writes it: UTC. */
export function dayText(say: Pick<Say, 'lang'>, ms: number): string {
  return writtenText(say, isoDay(ms));
}

/** A moment as the page's language writes it: UTC, to the minute. */
export function momentText(say: Pick<Say, 'lang'>, ms: number): string {
  return `${dayText(say, ms)} ${new Date(ms).toISOString().slice(11, 16)}`;
}
