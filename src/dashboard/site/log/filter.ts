import { KINDS } from '../../texts/kinds.table.ts';
import { dayOf } from '../decide.ts';
import { addressOf } from '../names.ts';

/** Which decisions a visitor asks for, as it was written. */
export interface LogQuery {
  readonly project: string;
  readonly person: string;
  readonly kind: string;
  readonly since: string;
  readonly until: string;
}

/** Reads an address; what isn't there doesn't matter. */
export function logQuery(query: (name: string) => string | undefined): LogQuery {
  const text = (name: keyof LogQuery): string => (query(name) ?? '').trim().slice(0, 100);
  const [project, person, kind] = [text('project'), text('person'), text('kind')];
  return { project, person, kind, since: text('since'), until: text('until') };
}

/** Days that aren't any. */
export function wrongDays(query: LogQuery): readonly ('since' | 'until')[] {
  return (['since', 'until'] as const).filter((name) => query[name] !== '' && dayOf(query[name]) === undefined);
}

/** Whether the last day comes before the first, so that nothing can be found. */
export function isBackward({ since, until }: LogQuery): boolean {
  return (dayOf(since) ?? Number.NEGATIVE_INFINITY) > (dayOf(until) ?? Number.POSITIVE_INFINITY);
}

/** Whether no decision is of the kind. */
export function isOfNoKind({ kind }: LogQuery): boolean {
  return kind !== '' && !Object.hasOwn(KINDS, kind);
}

/** Whether something is written that no decision could be found by, whatever was decided. */
export function isWrong(query: LogQuery): boolean {
  return wrongDays(query).length > 0 || isBackward(query) || isOfNoKind(query);
}

/** The same for the verb: the last day is included. */
export function filterOf({ project, person, kind, since, until }: LogQuery) {
  const [sinceMs, untilMs] = [dayOf(since), dayOf(until, 'ends')];
  return {
    ...(project !== '' && { project }),
    ...(person !== '' && { person }),
    ...(kind !== '' && { kind }),
    ...(sinceMs !== undefined && { sinceMs }),
    ...(untilMs !== undefined && { untilMs }),
  };
}

/** The address of the same decisions: of a page of them, or as a file. */
export function logAddress(path: string, query: LogQuery, page = 1): string {
  return addressOf(path, { ...query, page: page > 1 ? String(page) : '' });
}
