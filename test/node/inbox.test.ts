import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicKeyOf, randomBytes, randomId, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import { type Action, draftAction, type SignedAction, signAction } from '../../src/contract/index.ts';
import { type Actor, SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { type LocalVerb, nodeFolds, type OpenNode } from '../../src/node/index.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const entropy = systemEntropy();
const ada = analyst();
const PEOPLE = { mira: 'privacy-officer', noor: 'steward', olga: 'privacy-officer', paul: 'steward', rosa: 'auditor' };
type Name = keyof typeof PEOPLE;
const secrets = Object.fromEntries(Object.keys(PEOPLE).map((name) => [name, randomBytes(entropy, 32)]));
const GUESTS: readonly string[] = ['olga', 'paul'];
const stranger = randomBytes(entropy, 32);
const secretOf = (name: Name | 'stranger'): Uint8Array => secrets[name] ?? stranger;
const keyOf = (name: Name | 'stranger'): string => toBase64Url(publicKeyOf(secretOf(name)));

let site: ReturnType<typeof siteFolder>;
let node: OpenNode;

beforeEach(async () => {
  site = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
  const people = Object.entries(PEOPLE).map(([person, role]) => {
    const key = toBase64Url(publicKeyOf(secrets[person] ?? stranger));
    return `{ person: ${person}, key: ${key}, roles: [${role}]${GUESTS.includes(person) ? ', site: hillside' : ''} }`;
  });
  appendFileSync(site.config, `people: [${people.join(', ')}]\n`);
  node = await open();
});
afterEach(async () => {
  await node.close();
  rmSync(site.folder, { recursive: true, force: true });
});

const open = () => openSite({ ...site, policyFile: POLICY_FILE }, hurriedClock());
const reopen = async (): Promise<void> => {
  await node.close();
  node = await open();
};
const run = <V extends LocalVerb>(verb: V, input: unknown = {}, actor: Actor = SHELL) =>
  node.run({ verb, input, actor, signal: new AbortController().signal, onProgress: () => undefined });
const kinds = (): readonly string[] => [...readJournal(nodeDisk(join(site.folder, 'journal')))].map(({ kind }) => kind);
const count = (kind: string): number => kinds().filter((one) => one === kind).length;
const cap = (): bigint | undefined => node.ctx.budget.meters().find(({ id }) => id === 'project:lung-imaging')?.cap[0];

type What = { [K in Action['kind']]: Pick<Extract<Action, { kind: K }>, 'kind' | 'body'> }[Action['kind']];
const GRANT: What = { kind: 'grant', body: { meter: 'project:lung-imaging', epsilon: '2.5' } };

function draft(what: What = GRANT, expires = Date.now() + 60_000): SignedAction {
  const common = { version: 1, id: randomId(entropy), site: 'harbour', reason: 'Decided at the meeting.' } as const;
  return draftAction({ ...common, expires, ...what });
}

const signed = (text: SignedAction, ...names: (Name | 'stranger')[]): SignedAction =>
  names.reduce((so, name) => signAction(so, secretOf(name)), text);
const idOf = ({ action }: SignedAction): string => JSON.parse(action).id;

describe('a decision that lacks signatures', () => {
  it('is one: whoever writes the same while it waits is told to sign that', async () => {
    const first = signed(draft(), 'noor');
    await run('submit', { signed: first });
    const again = signed(draft(), 'mira');
    await expect(run('submit', { signed: again })).rejects.toMatchObject({
      code: 'wrong-use',
      message: `The same waits for signatures as ${idOf(first)}, signed by noor, because “Decided at the meeting.”; sign that one (\`sfumato approve\`), or decline it first.`,
    });
    expect(count('proposal')).toBe(1);
    const more: What = { kind: 'grant', body: { meter: 'project:lung-imaging', epsilon: '3' } };
    await run('submit', { signed: signed(draft(more), 'mira') });
    await run('submit', { signed: signed(first, 'mira') });
    expect(cap()).toBe(22_500_000_000n);
    await run('submit', { signed: again });
    expect(count('proposal')).toBe(3);
  });

  it.each<['dismissed' | 'given another key' | 'without a key', What]>([
    ['dismissed', { kind: 'dismiss', body: { person: 'mira' } }],
    [
      'given another key',
      { kind: 'enrol', body: { person: 'mira', key: keyOf('stranger'), roles: ['privacy-officer'] } },
    ],
    ['without a key', { kind: 'revoke', body: { key: keyOf('mira') } }],
  ])(
    'of which one is of somebody who was %s since can only be declined and written anew, and says so',
    async (_, what) => {
      const text = draft();
      await run('submit', { signed: signed(text, 'mira') });
      await run('action', {
        signed: signed(draft(what), ...(what.kind === 'revoke' ? (['noor'] as const) : (['noor', 'olga'] as const))),
      });
      const { pending } = await run('inbox');
      const missing = expect.stringMatching(/^A key that signed this before .*: decline it, and write it anew\.$/);
      expect(pending).toMatchObject([{ mayStill: [], lacks: [], missing, impossible: { code: 'signer-unknown' } }]);
      const signing = run('submit', { signed: signed(text, 'noor') });
      await expect(signing).rejects.toMatchObject({ code: 'approval-missing', message: missing });
      expect(await run('submit', { signed: signed(draft(), 'noor') })).toMatchObject({ state: 'pending' });
      const end: What = { kind: 'decline', body: { action: idOf(text) } };
      await run('decline', { signed: signed(draft(end), 'noor') });
      expect((await run('inbox')).pending).toMatchObject([
        { signedBy: ['noor'], mayStill: expect.arrayContaining(['olga']) },
      ]);
      expect(cap()).toBe(20_000_000_000n);
    },
  );

  it('waits on record with who has signed and who still may, and is taken once when the second signs', async () => {
    const text = draft();
    const first = await run('submit', { signed: signed(text, 'noor') });
    expect(first).toMatchObject({ state: 'pending', people: ['noor'], mayStill: ['mira', 'olga'] });
    expect(cap()).toBe(20_000_000_000n);
    const { pending } = await run('inbox');
    const missing = expect.stringMatching(
      /^Still missing: the signature of a privacy officer \(1 of the 2 that a decision “grant” takes is there;/,
    );
    expect(pending).toMatchObject([{ signedBy: ['noor'], mayStill: ['mira', 'olga'], missing }]);
    // The second person signs the bare text: both signatures come together here.
    const second = await run('submit', { signed: signed(text, 'mira') });
    expect(second).toMatchObject({ state: 'taken', people: ['mira', 'noor'] });
    expect(cap()).toBe(22_500_000_000n);
    expect((await run('inbox')).pending).toEqual([]);
    await expect(run('submit', { signed: signed(text, 'mira') })).rejects.toThrow('taken already');
    await expect(run('action', { signed: signed(text, 'mira', 'noor') })).rejects.toThrow('taken already');
    expect([count('proposal'), count('action'), cap()]).toEqual([1, 1, 22_500_000_000n]);
  });

  it('is neither lost nor doubled by an end between proposal and action', async () => {
    const text = draft();
    await run('submit', { signed: signed(text, 'noor') });
    await reopen();
    expect((await run('inbox')).pending).toHaveLength(1);
    await run('submit', { signed: signed(text, 'mira') });
    await reopen();
    expect([cap(), (await run('inbox')).pending]).toEqual([22_500_000_000n, []]);
    await expect(run('submit', { signed: signed(text, 'mira') })).rejects.toThrow('taken already');
    const disk = nodeDisk(join(site.folder, 'journal'));
    expect(verifyJournal({ disk, folds: nodeFolds(disk) })).toMatchObject({ verified: true });
  });

  it('is recorded once, however often the same signature is handed in', async () => {
    const text = signed(draft(), 'noor');
    await Promise.all([run('submit', { signed: text }), run('submit', { signed: text })]);
    expect([count('proposal'), (await run('inbox')).pending.length]).toEqual([1, 1]);
  });

  it.each<[string, () => SignedAction]>([
    ['nobody', () => draft()],
    ['a key that nobody has here', () => signed(draft(), 'stranger')],
    ['a key that nobody has here beside one of ours', () => signed(draft(), 'noor', 'stranger')],
    ['somebody, too late', () => signed(draft(GRANT, 1), 'noor')],
  ])('is not taken in when it was signed by %s', async (_, text) => {
    await expect(run('submit', { signed: text() })).rejects.toMatchObject({ code: 'approval-missing' });
    expect(count('proposal')).toBe(0);
  });

  it('says whose key it is that nobody here enrolled', async () => {
    await expect(run('submit', { signed: signed(draft(), 'stranger') })).rejects.toThrow(
      /^The key [\w-]{43}, which signed, is not that of anybody enrolled here who decides; sign with /,
    );
  });

  it('is not taken in when nobody could do it', async () => {
    const text = draft({ kind: 'grant', body: { meter: 'project:elsewhere', epsilon: '1' } });
    await expect(run('submit', { signed: signed(text, 'noor') })).rejects.toMatchObject({ code: 'wrong-use' });
  });

  it('keeps its text: another one under its id is not taken in', async () => {
    const text = draft();
    await run('submit', { signed: signed(text, 'noor') });
    const other = { action: text.action.replace('2.5', '9.5'), signatures: [] };
    await expect(run('submit', { signed: signed(other, 'mira') })).rejects.toThrow('under this id');
  });

  it('ends when an officer declines it, with the reason, for good', async () => {
    const text = draft();
    await run('submit', { signed: signed(text, 'noor') });
    const no = draft({ kind: 'decline', body: { action: idOf(text) } });
    await expect(run('decline', { signed: signed(no, 'rosa') })).rejects.toMatchObject({ code: 'approval-missing' });
    expect(await run('decline', { signed: signed(no, 'mira') })).toEqual({ action: idOf(text), people: ['mira'] });
    await reopen();
    expect((await run('inbox')).pending).toEqual([]);
    // The log says what was declined, not only that something was.
    const { entries } = await run('log', { kind: 'decline' });
    const [proposed] = (await run('log', { kind: 'proposal' })).entries;
    const { decided, facts, projects, people } = proposed ?? {};
    expect(entries).toMatchObject([{ stands: 'declined', who: ['mira'], decided, facts, projects, people }]);
    expect(decided).toBe('grant');
    await expect(run('submit', { signed: signed(text, 'noor', 'mira') })).rejects.toThrow('was declined');
    await expect(run('action', { signed: signed(text, 'noor', 'mira') })).rejects.toThrow('was declined');
    await expect(run('decline', { signed: signed(no, 'mira') })).rejects.toMatchObject({ code: 'wrong-use' });
  });
});

describe('an officer of another site', () => {
  it('may be the second of two people, but never decides alone, nor two of them', async () => {
    const freeze = draft({ kind: 'freeze', body: { scope: 'node' } });
    await expect(run('action', { signed: signed(freeze, 'olga') })).rejects.toMatchObject({ code: 'approval-missing' });
    await expect(run('action', { signed: signed(draft(), 'olga', 'paul') })).rejects.toThrow('not both of other sites');
    await run('action', { signed: signed(draft(), 'olga', 'noor') });
    expect(cap()).toBe(22_500_000_000n);
  });

  it('is told nothing but public facts', async () => {
    const standing = node.ctx.governance.standingOf('olga');
    expect(standing).toMatchObject({ roles: ['privacy-officer'], guest: true });
    const olga: Actor = { person: 'olga', roles: standing?.roles ?? [], guest: true, via: 'page' };
    await expect(run('budget', {}, olga)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(run('status', {}, olga)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await run('inbox', {}, olga)).toEqual({ pending: [] });
  });
});

describe('what people look at', () => {
  it('is on record before it is shown: who, which verb, by which way, and whether it left as a file', async () => {
    const mira: Actor = { person: 'mira', roles: ['privacy-officer'], via: 'page' };
    await run('budget', {}, mira);
    await node.run({
      ...{ verb: 'budget', input: {}, actor: SHELL, exported: true },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    });
    await expect(run('budget', {}, { ...mira, roles: ['researcher'] })).rejects.toMatchObject({ code: 'not-allowed' });
    const reads = [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'read');
    expect(reads.map(({ actor, body }) => ({ actor, body }))).toEqual([
      { actor: 'mira', body: { verb: 'budget', via: 'page' } },
      { actor: 'shell', body: { verb: 'budget', via: 'shell', exported: true } },
    ]);
  });
});

describe('two factors', () => {
  it('are asked for again before anything that changes the site', async () => {
    const now = Date.now();
    const noor: Actor = { person: 'noor', roles: ['steward'], via: 'page', strongAtMs: now - 3_600_000 };
    const text = { signed: signed(draft(), 'noor') };
    await expect(run('submit', text, noor)).rejects.toMatchObject({ code: 'not-fresh' });
    expect(await run('submit', text, { ...noor, strongAtMs: now })).toMatchObject({ state: 'pending' });
  });
});
