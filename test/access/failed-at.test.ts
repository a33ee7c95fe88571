import { expect, it } from 'vitest';
import { failedAt, failedLooking } from '../../src/access/provider/failed-at.ts';

it.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'authority'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'authority'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['ECONNREFUSED', 'unreachable'],
])('a way to the provider that fails by %s is told as such', (code, check) => {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('no way'), { code }) });
  expect([failedLooking(error), failedAt(error)]).toEqual([check, check]);
});
