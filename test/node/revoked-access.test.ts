import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Stretch, setUpSignIn } from '../../src/access/index.ts';
import { sealKey } from '../../src/access/people/sealed-key.ts';
import { randomBytes, sha256, systemEntropy, utf8ToBytes } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { LocalVerb, OpenNode } from '../../src/node/index.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const entropy = systemEntropy();
/** Nobody guesses here. */
const stretch: Stretch = async (secret) => sha256(utf8ToBytes(secret));
let made: { folder: string; config: string };
let node: OpenNode;
beforeEach(async () => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  node = await open();
});
afterEach(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

const open = () => openSite({ ...made, policyFile: POLICY_FILE }, hurriedClock());
const run = (verb: LocalVerb, input: unknown) =>
  node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });
const fileOf = (person: string, ending = 'json') => join(made.folder, 'people', `${person}.${ending}`);

/** A deciding key of a person, as the page makes it; gives its file's text. */
async function makeKey(owner: string): Promise<string> {
  const text = await sealKey({ owner, secretKey: randomBytes(entropy, 32), passphrase: 'a', stretch, entropy });
  node.ctx.people.writeKey(owner, String(text));
  return String(text);
}

/** Opens the site anew, where people sign in at a provider or here. */
async function reopened(signIn: 'oidc' | 'local'): Promise<void> {
  await node.close();
  const provider = 'signIn: { kind: oidc, issuer: "https://idp.example", clientId: harbour, acr: ["urn:mfa"] }\n';
  const local = readFileSync(made.config, 'utf8').replace(provider, '');
  writeFileSync(made.config, signIn === 'oidc' ? `${local}${provider}` : local);
  node = await open();
}

/** Somebody who was invited sets a password. */
async function setsUp(person: string, password: string): Promise<void> {
  const { people } = node.ctx;
  const totpSecret = 'A'.repeat(32);
  await setUpSignIn(person, { people, stretch, entropy, password, totpSecret });
}

/** Takes from a person what they sign in with, and invites them anew. */
async function taken(how: string, person: string): Promise<void> {
  if (how === 'reset') {
    await run('access-reset', { person, hours: 1 });
  } else {
    await run('access-revoke', { person });
    await run('access-invite', { person, hours: 1 });
  }
}

/** A person with a password and a deciding key, of whose files a copy is kept. */
async function member(person: string): Promise<void> {
  await run('access-invite', { person, hours: 1 });
  await setsUp(person, 'correct horse battery');
  await makeKey(person);
  for (const ending of ['json', 'key']) {
    copyFileSync(fileOf(person, ending), `${fileOf(person, ending)}.older`);
  }
}

function restored(person: string): void {
  for (const ending of ['json', 'key']) {
    copyFileSync(`${fileOf(person, ending)}.older`, fileOf(person, ending));
  }
}

it.each(['while the node runs', 'before a start'])(
  'nobody who was revoked signs in by an older file, put back %s',
  async (when) => {
    await member('mira');
    await member('noor');
    await run('access-revoke', { person: 'mira' });
    restored('mira');
    if (when === 'before a start') {
      await node.close();
      node = await open();
    }
    expect(node.ctx.people.read('mira')).toBeUndefined();
    expect(node.ctx.people.key('mira')).toBeUndefined();
    expect(node.ctx.people.list()).toEqual(['noor']);
    expect(node.ctx.people.read('noor')?.password).toBeDefined();
  },
);

it.each(['reset', 'revoked and invited anew'])(
  'an older file of somebody who was %s brings nothing back that they signed in with, while the node runs and after a start',
  async (how) => {
    await member('mira');
    await member('noor');
    await taken(how, 'mira');
    await setsUp('mira', 'another horse battery');
    const hash = node.ctx.people.read('mira')?.password?.hash;
    await run('access-invite', { person: 'mira', hours: 1 });
    expect(node.ctx.people.read('mira')?.password?.hash).toBe(hash);
    restored('mira');
    expect(node.ctx.people.read('mira')).toEqual({ person: 'mira', passkeys: [] });
    const states = [
      { person: 'mira', state: 'nothing set up' },
      { person: 'noor', state: 'signs in' },
    ];
    expect(await run('access', {})).toMatchObject({ people: states });
    await node.close();
    node = await open();
    expect(node.ctx.people.read('mira')).toEqual({ person: 'mira', passkeys: [] });
    await run('access-invite', { person: 'mira', hours: 1 });
    expect(node.ctx.people.read('mira')).toMatchObject({ passkeys: [], generation: 1 });
    expect(node.ctx.people.read('mira')?.password).toBeUndefined();
    await setsUp('mira', 'a third horse battery');
    expect(node.ctx.people.read('mira')?.password).toBeDefined();
  },
);

it('a reset holds from its record on, also where a crash kept the file from being changed', async () => {
  await member('mira');
  const body = { change: 'reset', person: 'mira', via: 'shell', generation: 1 };
  await node.ctx.journal.append({ kind: 'access', actor: 'shell', body }).durable;
  expect(node.ctx.people.read('mira')?.password).toBeUndefined();
  await node.close();
  node = await open();
  expect(node.ctx.people.read('mira')?.password).toBeUndefined();
});

/** Closes the site, puts its journal back as it is when this is called, and opens it anew. */
async function journalKept(): Promise<() => Promise<void>> {
  const [journal, kept] = [join(made.folder, 'journal'), join(made.folder, 'journal.kept')];
  await node.close();
  cpSync(journal, kept, { recursive: true });
  node = await open();
  return async () => {
    await node.close();
    rmSync(journal, { recursive: true });
    cpSync(kept, journal, { recursive: true });
    node = await open();
  };
}

it.each(['reset', 'revoked and invited anew'])(
  'an older file of somebody who was %s brings nothing back, also where an older journal was restored before that',
  async (how) => {
    await member('mira');
    const journalRestored = await journalKept();
    await taken('reset', 'mira');
    await member('mira'); // of the time after a reset that the restored journal doesn't know
    await journalRestored();
    expect(node.ctx.people.read('mira')?.password).toBeDefined();
    await taken(how, 'mira');
    expect(node.ctx.people.read('mira')).toMatchObject({ passkeys: [], generation: 2 });
    restored('mira');
    expect(node.ctx.people.read('mira')).toEqual({ person: 'mira', passkeys: [] });
  },
);

it('a file keeps its number, whatever of it is changed, where an older journal was restored', async () => {
  await member('mira');
  await taken('reset', 'mira');
  const journalRestored = await journalKept();
  await taken('reset', 'mira');
  await journalRestored();
  await run('access-invite', { person: 'mira', hours: 1 });
  expect(node.ctx.people.read('mira')).toMatchObject({ invitation: {}, generation: 2 });
  node.ctx.people.update('mira', ({ person }) => ({ person, passkeys: [] }));
  expect(node.ctx.people.read('mira')?.generation).toBe(2);
});

it.each(['can’t be opened', 'can’t be read'])('somebody whose file %s is revoked all the same', async (how) => {
  await member('mira');
  await taken('reset', 'mira');
  if (how === 'can’t be opened') {
    writeFileSync(fileOf('mira'), '{}');
  } else {
    rmSync(fileOf('mira'));
    symlinkSync(made.folder, fileOf('mira')); // of a folder no text can be read
  }
  expect(() => node.ctx.people.read('mira')).toThrow();
  // An invitation alone isn't enough, and the sentence names the step before it.
  const invited = run('access-invite', { person: 'mira', hours: 1 });
  await expect(invited).rejects.toThrow(how === 'can’t be opened' ? /access revoke mira`.*invite mira anew/ : /./);
  await run('access-revoke', { person: 'mira' });
  expect(node.ctx.people.list()).toEqual([]);
  await run('access-invite', { person: 'mira', hours: 1 });
  expect(node.ctx.people.read('mira')).toMatchObject({ passkeys: [], generation: 2 });
  restored('mira');
  expect(node.ctx.people.read('mira')).toEqual({ person: 'mira', passkeys: [] });
});

it('a reset that was recorded before files said of which time they are takes nothing from who has set up their sign-in since', async () => {
  await member('mira');
  await node.ctx.journal.append({
    kind: 'access',
    actor: 'shell',
    body: { change: 'reset', person: 'mira', via: 'shell' },
  }).durable;
  expect(node.ctx.people.read('mira')?.password).toBeDefined();
});

it('an invitation brings somebody who was revoked back, with nothing that they signed in with before', async () => {
  await member('mira');
  await run('access-revoke', { person: 'mira' });
  restored('mira');
  await run('access-invite', { person: 'mira', hours: 1 });
  expect(node.ctx.people.read('mira')).toMatchObject({ passkeys: [], invitation: {} });
  expect(node.ctx.people.read('mira')?.password).toBeUndefined();
  expect(existsSync(fileOf('mira', 'key'))).toBe(false);
  await node.close();
  node = await open();
  expect(node.ctx.people.list()).toEqual(['mira']);
});

it('a deciding key that somebody made at an identity provider, after they were revoked here, counts there and is never lost by a look', async () => {
  await member('mira');
  await run('access-revoke', { person: 'mira' });
  await reopened('oidc');
  const text = await makeKey('mira');
  expect(node.ctx.people.key('mira')).toMatchObject({ owner: 'mira' });
  await reopened('local');
  expect(node.ctx.people.key('mira')).toBeUndefined();
  expect(node.ctx.people.read('mira')).toBeUndefined();
  expect(node.ctx.people.list()).toEqual([]);
  expect(readFileSync(fileOf('mira', 'key'), 'utf8')).toBe(text);
  await reopened('oidc');
  expect(node.ctx.people.key('mira')).toMatchObject({ owner: 'mira' });
  await reopened('local');
  await run('access-invite', { person: 'mira', hours: 1 });
  expect(existsSync(fileOf('mira', 'key'))).toBe(false);
});

it('what lies there of somebody who was revoked and can’t be deleted keeps them alone from an invitation, and nobody from being listed', async () => {
  await member('mira');
  await member('noor');
  await run('access-revoke', { person: 'mira' });
  restored('mira');
  rmSync(fileOf('mira', 'key'));
  mkdirSync(fileOf('mira', 'key')); // is no file, so it stays
  expect(node.ctx.people.list()).toEqual(['noor']);
  expect(node.ctx.people.read('mira')).toBeUndefined();
  await expect(run('access-invite', { person: 'mira', hours: 1 })).rejects.toMatchObject({ code: 'file-unwritable' });
  expect(node.ctx.people.list()).toEqual(['noor']);
});
