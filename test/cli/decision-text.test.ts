import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatPersonKey, systemClock, systemEntropy } from '../../src/base/index.ts';
import { bodyLines, signedText, toSignText } from '../../src/cli/decision/decision-text.ts';
import { signPending } from '../../src/cli/decision/sign-pending.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { type Action, draftAction } from '../../src/contract/index.ts';
import { analyst } from '../support/signing.ts';

const END = Date.UTC(2027, 0, 31);
const amended: Action = {
  ...{ version: 1, id: '0'.repeat(32), site: 'harbour', reason: 'The thesis takes longer.', expires: END },
  kind: 'amend',
  body: { project: 'bones', ends: END, ethics: { reference: 'EK 12/2026', expires: END } },
};

it('shows people the moments of a decision as dates, however deep they stand, and leaves the rest as it is', () => {
  expect(bodyLines(amended)).toEqual([
    'project: bones',
    'ends: 2027-01-31 00:00 UTC',
    'ethics.reference: EK 12/2026',
    'ethics.expires: 2027-01-31 00:00 UTC',
  ]);
});

it('says in words what is to be signed, where, until when and why', () => {
  expect(toSignText(amended).split('\n')).toEqual([
    `To be signed for harbour: change of the project ${'0'.repeat(32)}, open until 2027-01-31 00:00 UTC`,
    ...bodyLines(amended).map((line) => `  ${line}`),
    '  because “The thesis takes longer.”',
  ]);
});

it('says to nobody who had signed that they sign now', () => {
  expect(signedText(amended, false)).toBe('You signed the change of the project for harbour.');
  expect(signedText(amended, true)).toBe(
    'You had signed the change of the project for harbour already; it counts once.',
  );
});

it('shows a decision before it is signed, and knows whose signature it bears', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-sign-'));
  const key = join(folder, 'mira.key');
  const { secretKey } = analyst();
  writeFileSync(key, formatPersonKey({ secretKey }, undefined, systemEntropy()), { mode: 0o600 });
  const notes: string[] = [];
  const shell = { terminal: { note: (text: string) => notes.push(text) }, clock: systemClock } as unknown as Shell;
  const first = await signPending(shell, draftAction(amended), { key });
  const again = await signPending(shell, first.signed, { key });
  rmSync(folder, { recursive: true });
  expect(notes).toEqual([toSignText(amended), toSignText(amended)]);
  expect([first.text, again.text]).toEqual([signedText(amended, false), signedText(amended, true)]);
  expect(again.signed).toEqual(first.signed);
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
