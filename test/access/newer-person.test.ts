import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createPeopleFolder } from '../../src/access/index.ts';
import { seal, systemEntropy, toBase64Url, utf8ToBytes } from '../../src/base/index.ts';

it('a person’s file that a later version wrote, with more in it, is said not to be opened by the key, and stays', () => {
  const [folder, key, entropy] = [mkdtempSync(join(tmpdir(), 'sfumato-')), new Uint8Array(32).fill(9), systemEntropy()];
  const people = createPeopleFolder({ folder, site: 'north', key, entropy });
  const write = (credentials: object): void => {
    const sealing = { key, context: 'sfumato/person/v1\nnorth\nmira' };
    const sealed = toBase64Url(seal(utf8ToBytes(JSON.stringify(credentials)), sealing, entropy));
    mkdirSync(join(folder, 'people'), { recursive: true });
    writeFileSync(
      join(folder, 'people', 'mira.json'),
      JSON.stringify({ form: 'sfumato-person-v1', person: 'mira', sealed }),
    );
  };
  write({ person: 'mira', passkeys: [] });
  expect(people.read('mira')).toEqual({ person: 'mira', passkeys: [] });
  write({ person: 'mira', passkeys: [], later: 1 });
  expect(() => people.read('mira')).toThrow(
    /^The file of mira in people\/ can’t be opened by this site’s keys\/access\.key;/,
  );
  expect(people.list()).toEqual(['mira']);
  rmSync(folder, { recursive: true });
});
