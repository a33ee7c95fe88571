import { expect, it } from 'vitest';
import { bodyLines, signedText } from '../../src/cli/decision/decision-text.ts';
import type { Action } from '../../src/contract/index.ts';

const END = Date.UTC(2027, 0, 31);
const amended: Action = {
  ...{ version: 1, id: '0'.repeat(32), site: 'harbour', reason: 'The thesis takes longer.', expires: END },
  kind: 'amend',
  body: { project: 'bones', ends: END, ethics: { reference: 'EK 12/2026', expires: END } },
};

it('shows people the moments of a decision as dates, however deep they stand, and leaves the rest as it is', () => {
  expect(signedText(amended)).toContain(
    ': {"project":"bones","ends":"2027-01-31 00:00 UTC","ethics":{"reference":"EK 12/2026","expires":"2027-01-31 00:00 UTC"}}, ',
  );
  expect(bodyLines(amended)).toEqual([
    'project: bones',
    'ends: 2027-01-31 00:00 UTC',
    'ethics.reference: EK 12/2026',
    'ethics.expires: 2027-01-31 00:00 UTC',
  ]);
});

it('says what was signed, where and why', () => {
  expect(signedText(amended)).toMatch(/^You signed “amend” at harbour: \{.*\}, because “The thesis takes longer\.”\.$/);
});

it('lists a policy that waits by its parts, with the command that shows what it changes', () => {
  const policy = (name: string) => ({ name, deidentification: 'aa', disclosure: 'bb' });
  expect(bodyLines({ kind: 'policy', body: { ...policy('x@1.3.1'), from: policy('x@1.3.0') } })).toEqual([
    ...['name: x@1.3.1', 'deidentification: aa', 'disclosure: bb'],
    ...['from.name: x@1.3.0', 'from.deidentification: aa', 'from.disclosure: bb'],
    'What it changes: `sfumato policy diff x@1.3.0 x@1.3.1 --config …`.',
  ]);
});

it('lets no text of a decision look like another line of it', () => {
  expect(bodyLines({ kind: 'agreement', body: { text: 'One.\nagreement: x', fields: ['A', 'B\n'] } })).toEqual([
    'text: One.\\u000aagreement: x',
    'fields: A, B\\u000a',
  ]);
});
