import { fileOf } from './archive.ts';
import { readPart10 } from './part10.ts';
import type { Plan } from './plan.ts';
import { searchFor } from './search.ts';

/** The tokens that no planted file holds: there must be none, or their absence elsewhere would prove nothing. */
export function notPlanted(plan: Plan): readonly string[] {
  const search = searchFor(plan.tokens);
  const found = new Set<string>();
  for (const series of plan.series) {
    for (const instance of series.instances) {
      const file = fileOf(series, instance);
      const elements = readPart10(file)?.elements ?? [];
      const whole = Buffer.concat([
        Buffer.from(`${instance.path}\n`),
        file.subarray(0, 2_048),
        ...elements.map(({ bytes }) => bytes),
      ]);
      for (const { token } of search(whole)) {
        found.add(token.text);
      }
    }
  }
  return plan.tokens.map(({ text }) => text).filter((text) => !found.has(text));
}
