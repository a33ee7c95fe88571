import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, readIfThere, removeDurably, writeDurably } from '../../base/files.ts';
import {
  type Entropy,
  fromBase64Url,
  jsonIn,
  SfumatoError,
  seal,
  toBase64Url,
  toUtf8,
  unseal,
  utf8ToBytes,
} from '../../base/index.ts';
import { Id } from '../../contract/index.ts';
import { Credentials } from './credentials.ts';
import { readSealedKey, type SealedKey } from './sealed-key.ts';

/** What the file of a person says in the clear; the rest is sealed, so that no byte of it can be changed or swapped. */
const PersonFile = z.strictObject({ form: z.literal('sfumato-person-v1'), person: Id, sealed: z.string() });

/** The people of a site who sign in here: `people/<person>.json` and `people/<person>.key` in the site's folder. */
export interface PeopleFolder {
  /** `undefined` for somebody who was never invited; bare where the file is from before a reset. @throws SfumatoError `key-invalid` for a file that doesn't open. */
  read(person: string): Credentials | undefined;
  /** Reads and writes a person as one step of this process; `change` may give `undefined` to leave them as they are. */
  update(person: string, change: (before: Credentials) => Credentials | undefined): boolean;
  /** Forgets how a person signs in, and their deciding key with it. */
  remove(person: string): void;
  /** The same for somebody who is revoked, and for nobody else: before they are invited, so that no older file comes back to life. */
  removeRevoked(person: string): void;
  list(): readonly string[];
  /** The sealed deciding key of a person. */
  key(person: string): SealedKey | undefined;
  writeKey(person: string, text: string): void;
}

/** Where the folder is, and the 32-byte key that seals what is in it. */
export interface PeopleParts {
  readonly folder: string;
  readonly site: string;
  readonly key: Uint8Array;
  readonly entropy: Entropy;
  /** Whether somebody signs in here no more, whatever file of theirs a crash left or a backup brought back: none counts. Nobody when absent. */
  readonly isRevoked?: (person: string) => boolean;
  /** How often what a person signs in with was taken from them: of a file from before the last time nothing counts. Never when absent. */
  readonly generationOf?: (person: string) => number;
}

/** The people of a site's folder; made for its owner alone where it isn't there. Files are read anew each time. */
export function createPeopleFolder(parts: PeopleParts): PeopleFolder {
  const { folder, site, key, entropy, isRevoked = () => false, generationOf = () => 0 } = parts;
  const home = join(folder, 'people');
  const fileOf = (person: string, ending: 'json' | 'key'): string => join(home, `${Id.parse(person)}.${ending}`);
  const sealing = (person: string) => ({ key, context: `sfumato/person/v1\n${site}\n${person}` });
  const remove = (person: string): void => {
    makeFolder(home);
    removeDurably(fileOf(person, 'key'));
    removeDurably(fileOf(person, 'json'));
  };
  const read = (person: string): Credentials | undefined => {
    const text = isRevoked(person) ? undefined : readIfThere(fileOf(person, 'json'));
    const found = text === undefined ? undefined : opened(text, { person, sealing: sealing(person) });
    return found !== undefined && (found.generation ?? 0) < generationOf(person) ? { person, passkeys: [] } : found;
  };
  const write = (credentials: Credentials, before: Credentials): void => {
    const { person } = credentials;
    // Where the journal is older than the file, the file's own number stands.
    const generation = Math.max(generationOf(person), before.generation ?? 0) || undefined;
    const plain = utf8ToBytes(JSON.stringify(Credentials.parse({ ...credentials, generation })));
    const sealed = toBase64Url(seal(plain, sealing(person), entropy));
    makeFolder(home);
    writeDurably(fileOf(person, 'json'), `${JSON.stringify({ form: 'sfumato-person-v1', person, sealed }, null, 2)}\n`);
  };
  return Object.freeze({
    read,
    update(person, change) {
      const before = read(person) ?? { person: Id.parse(person), passkeys: [] };
      const after = change(before);
      if (after !== undefined) {
        write(after, before);
      }
      return after !== undefined;
    },
    remove,
    removeRevoked(person) {
      if (isRevoked(person)) {
        remove(person);
      }
    },
    list() {
      makeFolder(home);
      return readdirSync(home).flatMap((name) => {
        const person = name.endsWith('.json') ? name.slice(0, -'.json'.length) : '';
        return Id.safeParse(person).success && !isRevoked(person) ? [person] : [];
      });
    },
    key(person) {
      const text = isRevoked(person) ? undefined : readIfThere(fileOf(person, 'key'));
      const sealed = text === undefined ? undefined : readSealedKey(text);
      return sealed?.owner === person ? sealed : undefined;
    },
    writeKey(person, text) {
      makeFolder(home);
      writeDurably(fileOf(person, 'key'), text);
    },
  } satisfies PeopleFolder);
}

interface Opening {
  readonly person: string;
  readonly sealing: { readonly key: Uint8Array; readonly context: string };
}

function opened(text: string, { person, sealing }: Opening): Credentials {
  const file = PersonFile.safeParse(jsonIn(text)).data;
  const box = file?.person === person ? unseal(fromBase64Url(file.sealed) ?? new Uint8Array(), sealing) : undefined;
  const credentials = box && Credentials.safeParse(jsonIn(toUtf8(box) ?? '')).data;
  if (credentials?.person !== person) {
    const sentence = `The file of ${person} in people/ can’t be opened by this site’s keys/access.key; restore both, or first give \`sfumato access revoke ${person}\`, which removes it and the sealed key beside it, and then invite ${person} anew.`;
    throw new SfumatoError('key-invalid', sentence);
  }
  return credentials;
}
