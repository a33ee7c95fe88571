import { expect, it } from 'vitest';
import { moreOf, waySentence } from '../../src/base/index.ts';

const way = (url: string) => ({ url, trust: 'NODE_EXTRA_CA_CERTS' }) as const;
const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

it('says which port was tried where the address names none', () => {
  expect(waySentence('refused', way('http://hub.example'))).toMatch(
    / Port 80 was tried, as the address names no other\.$/,
  );
  expect(waySentence('web-page', way('https://hub.example'))).toMatch(/ Port 443 was tried, as .*\.$/);
  expect(moreOf(refused, way('https://hub.example'))).toBe(' Port 443 was tried, as the address names no other.');
});

it('says nothing of a port that is named, nor where no port would help', () => {
  expect(waySentence('refused', way('http://hub.example:4100'))).not.toContain('was tried');
  expect(moreOf(refused, way('http://hub.example:4100'))).toBe('');
  expect(waySentence('no-such-name', way('http://hub.example'))).not.toContain('was tried');
  expect(waySentence('expired', way('https://hub.example'))).not.toContain('was tried');
});

it('speaks of a proxy only where one may be on the way', () => {
  for (const fault of ['no-such-name', 'no-route', 'silent'] as const) {
    expect(waySentence(fault, way('http://hub.example'))).toContain(', and whether a proxy is needed.');
    expect(waySentence(fault, { ...way('http://hub.example'), isDirect: true })).toMatch(
      /look at the address and the (name server|firewall)\.( Port 80 was tried, .*)?$/,
    );
  }
});
