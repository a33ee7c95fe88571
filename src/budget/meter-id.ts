import { z } from 'zod';

/** Names a meter for life: it outlives snapshots, policies and keys. */
export type MeterId = `block:${string}:${number}` | `project:${string}` | `analyst:${string}`;

const FORM = /^(block:[a-z0-9][a-z0-9-]{0,62}:[1-9]\d{3}|(project|analyst):[a-z0-9][a-z0-9-]{0,62})$/;

/** Parses a meter's name. */
export const MeterId = z.custom<MeterId>((value) => typeof value === 'string' && FORM.test(value));

/** The hard meter of the patients of a pseudonym domain who first came in calendar year `year`. */
export function blockMeter(domain: string, year: number): MeterId {
  return MeterId.parse(`block:${domain}:${year}`);
}

/** The meter of everything asked in a project. */
export function projectMeter(project: string): MeterId {
  return MeterId.parse(`project:${project}`);
}

/** The meter of everything a person asks, whatever key signs it. */
export function analystMeter(person: string): MeterId {
  return MeterId.parse(`analyst:${person}`);
}
