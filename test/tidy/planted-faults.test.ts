import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../simulation/faults.table.ts';

describe('the faults of the simulation', () => {
  it.each(FAULTS.flatMap(({ name, edits }) => edits.map((edit) => [name, edit] as const)))(
    'fit the code that they are planted in: %s',
    (_, { file, from }) => {
      const compiled = readFileSync(new URL(`../../dist/${file}`, import.meta.url), 'utf8');
      expect(compiled.split(from)).toHaveLength(2);
    },
  );
});
