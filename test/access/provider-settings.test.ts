import { describe, expect, it } from 'vitest';
import { ProviderSettings } from '../../src/access/index.ts';

const GOOD = {
  ...{ kind: 'oidc', issuer: 'https://idp.example', clientId: 'sfumato-north' },
  ...{ acr: ['urn:example:mfa'], amr: ['mfa'] },
};

describe('the settings', () => {
  it('take an issuer with TLS', () => {
    expect(ProviderSettings.parse(GOOD)).toMatchObject(GOOD);
  });

  it.each([
    ['an issuer without TLS elsewhere', { issuer: 'http://idp.example' }],
    ['an origin with a path', { origin: 'https://a.example/pages' }],
    ['an origin without TLS', { origin: 'http://a.example' }],
  ])('refuse %s', (_, changes) => {
    expect(() => ProviderSettings.parse({ ...GOOD, ...changes })).toThrow();
  });
});
