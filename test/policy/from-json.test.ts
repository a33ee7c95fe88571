import { expect, it } from 'vitest';
import { loadPolicy, policyFromJson } from '../../src/policy/index.ts';
import { SMALL } from './small-policy.ts';

// How a policy gets from one process of the program to another.

const policy = loadPolicy({ text: SMALL, file: 'small.yaml' });

it('is the same policy after it was handed over as JSON, frozen and with the same hashes', () => {
  const copy = policyFromJson(JSON.stringify(policy.document));
  expect({ ...copy, columns: [...copy.columns] }).toEqual({ ...policy, columns: [...policy.columns] });
  expect(Object.isFrozen(copy.document.fields[0])).toBe(true);
});

it('is refused when it isn’t the JSON of a policy document', () => {
  expect(() => policyFromJson(SMALL)).toThrow();
  expect(() => policyFromJson(JSON.stringify({ ...policy.document, feilds: [] }))).toThrow();
});
