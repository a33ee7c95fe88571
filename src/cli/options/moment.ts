import { InvalidArgumentError } from 'commander';
import { dayStart, MOMENT_FORM, SfumatoError, timeAt } from '../../base/index.ts';

/** The beginning of a day, or a time, that an option names, in milliseconds since 1970-01-01 UTC. @throws InvalidArgumentError. */
export function moment(text: string): number {
  const at = dayStart(text) ?? timeAt(text);
  if (at === undefined) {
    throw new InvalidArgumentError(`It must be ${MOMENT_FORM}.`);
  }
  return at;
}

/** Between a time and one that isn't later lies nothing: it would look as if nothing had happened. @throws SfumatoError `wrong-use`. */
export function assertForward({ since = -Infinity, until = Infinity }: Span): void {
  if (since >= until) {
    throw new SfumatoError(
      'wrong-use',
      '--until is not later than --since, so nothing lies between them; name a later --until.',
    );
  }
}

interface Span {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}
