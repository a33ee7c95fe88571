const DAY_MS = 86_400_000;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/;

/** How messages say what a day or a time looks like. */
export const MOMENT_FORM = 'a date, such as 2026-01-31, or a time, such as 2026-01-31T12:00Z';

/** When a day of the calendar such as 2027-11-26 begins, UTC, in milliseconds since 1970-01-01; `undefined` for what is none. */
export function dayStart(text: string): number | undefined {
  const atMs = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // The engine takes 30 February for 2 March.
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text) ? atMs : undefined;
}

/** When such a day ends. */
export function dayEnd(text: string): number | undefined {
  const atMs = dayStart(text);
  return atMs === undefined ? undefined : atMs + DAY_MS;
}

/** A time such as 2027-11-26T12:00Z, with a space for the T too; without an offset it is UTC. `undefined` for what is none. */
export function timeAt(text: string): number | undefined {
  const [day, separator, time] = [text.slice(0, 10), text.slice(10, 11), text.slice(11)];
  const [, , , , offset] = TIME.exec(time) ?? [];
  const isTime = dayStart(day) !== undefined && /^[T ]$/.test(separator) && TIME.test(time);
  return isTime ? Date.parse(`${day}T${time}${offset === undefined ? 'Z' : ''}`) : undefined;
}
