import { expect, it } from 'vitest';
import { parseForm } from '../../src/access/shell/form.ts';

const chosen = (count: number): string => Array.from({ length: count }, (_, at) => `v1=${at}`).join('&');

it('reads a form in which many hundred values are chosen, and none of tens of thousands of fields', () => {
  expect(parseForm(chosen(1_000))?.all('v1')).toHaveLength(1_000);
  expect(parseForm(chosen(20_000))).toBeUndefined();
});
