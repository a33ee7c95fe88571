import { expect, test } from 'vitest';
import { told } from '../../src/cli/site-pages/told-access.ts';

test('the log names who got in, and of who didn’t only the check of the provider’s answer that failed', () => {
  const requestId = '5f';
  expect(told({ kind: 'signed-in', person: 'mira', requestId })).toBe('Pages: signed-in mira (5f).');
  expect(told({ kind: 'sign-in-refused', person: 'hunter2', requestId })).toBe('Pages: sign-in-refused (5f).');
  expect(told({ kind: 'step-up-refused', person: 'mira', requestId, check: 'email-unconfirmed' })).toBe(
    'Pages: step-up-refused (5f): email_verified is missing from the ID token, or false, and personClaim is email.',
  );
});
