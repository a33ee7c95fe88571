import { describe, expect, it } from 'vitest';
import {
  fromBase64Url,
  publicKeyOf,
  sign,
  toBase64,
  toBase64Url,
  utf8ToBytes,
  verifierOf,
} from '../../src/base/index.ts';
import { contentDigest } from '../../src/link/message/content-digest.ts';
import { signatureBase, signatureInput } from '../../src/link/message/signature-base.ts';
import { isSigned } from '../../src/link/message/terms.ts';

// RFC 9421 appendix B.1.4 (key), B.2 (request) and B.2.6 (signature).
const SECRET = fromBase64Url('n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU') ?? new Uint8Array();
const B26 = {
  message: {
    method: 'POST',
    target: 'https://example.com/foo?param=Value&Pet=dog',
    fields: [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['content-type', 'application/json'],
      ['content-length', '18'],
    ],
    body: utf8ToBytes('{"hello": "world"}'),
  },
  components: ['date', '@method', '@path', '@authority', 'content-type', 'content-length'].map((name) => ({ name })),
  parameters: { created: 1_618_884_473, keyid: 'test-key-ed25519' },
} as const;
const SIGNATURE = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';

describe('message signatures', () => {
  it('have the signature base of RFC 9421 B.2.6', () => {
    expect(signatureBase(B26)).toBe(
      [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
      ].join('\n'),
    );
  });

  it('are the signature of RFC 9421 B.2.6, and are checked as such', () => {
    const signature = sign(utf8ToBytes(signatureBase(B26) ?? ''), SECRET);
    expect(toBase64Url(publicKeyOf(SECRET))).toBe('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs');
    expect(toBase64(signature)).toBe(SIGNATURE);
    expect(isSigned(B26, signature, verifierOf(publicKeyOf(SECRET)))).toBe(true);
    expect(
      isSigned(
        { ...B26, parameters: { ...B26.parameters, created: 1_618_884_474 } },
        signature,
        verifierOf(publicKeyOf(SECRET)),
      ),
    ).toBe(false);
  });

  it('write the parameters of a signature in one order, and name components of the request as such', () => {
    const parameters = { tag: 't', keyid: 'k', alg: 'ed25519', nonce: 'n', expires: 2, created: 1 } as const;
    expect(signatureInput({ components: [{ name: '@status' }, { name: 'signature', req: true }], parameters })).toBe(
      '("@status" "signature";req);created=1;expires=2;nonce="n";alg="ed25519";keyid="k";tag="t"',
    );
  });

  it('cover nothing that a message lacks', () => {
    expect(signatureBase({ ...B26, components: [{ name: 'content-digest' }] })).toBeUndefined();
    expect(signatureBase({ ...B26, components: [{ name: 'date', req: true }] })).toBeUndefined();
  });
});

describe('content digests', () => {
  it('are those of RFC 9530 §B', () => {
    expect(contentDigest(utf8ToBytes('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
    expect(contentDigest(utf8ToBytes('{"hello": "world"}'))).toBe(
      'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    );
  });
});
