import { assert } from '../base/index.ts';

/** The band of the day that an hour (0 to 23) falls into: the one that began last. `from` gives each band's first hour. */
export function bandOf(from: Readonly<Record<string, number>>, hour: number): string {
  const latestFirst = Object.entries(from).sort(([, a], [, b]) => b - a);
  const [band] = latestFirst.find(([, start]) => start <= hour) ?? latestFirst[0] ?? [];
  assert(band !== undefined, 'a day has bands');
  return band;
}
