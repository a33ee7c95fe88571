import { expect, it } from 'vitest';
import { bodyText, signedText } from '../../src/cli/decision/decision-text.ts';
import type { Action } from '../../src/contract/index.ts';

const END = Date.UTC(2027, 0, 31);
const amended: Action = {
  ...{ version: 1, id: '0'.repeat(32), site: 'harbour', reason: 'The thesis takes longer.', expires: END },
  kind: 'amend',
  body: { project: 'bones', ends: END, ethics: { reference: 'EK 12/2026', expires: END } },
};

it('shows people the moments of a decision as dates, however deep they stand, and leaves the rest as it is', () => {
  expect(bodyText(amended)).toBe(
    '{"project":"bones","ends":"2027-01-31 00:00 UTC","ethics":{"reference":"EK 12/2026","expires":"2027-01-31 00:00 UTC"}}',
  );
});

it('says what was signed, where and why', () => {
  expect(signedText(amended)).toMatch(/^You signed “amend” at harbour: \{.*\}, because “The thesis takes longer\.”\.$/);
});
