import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signAction, signRevocation } from '../../src/contract/index.ts';
import { agreementHash } from '../../src/governance/agreement.ts';
import { revokeKey } from '../../src/node/verbs/key/revoke.ts';
import { type DecidingSite, decidingSite, decision, type Signer, signer, type What } from '../support/deciding-site.ts';
import { analyst } from '../support/signing.ts';

const ada = analyst();
const [mira, noor, rosa, bob, carl] = [signer(), signer(), signer(), signer(), signer()];
const TEXT = 'Whoever asks here publishes no count of fewer than ten patients, and names this site as a source.';
const HASH = agreementHash(TEXT);
const DAY_MS = 86_400_000;
let site: DecidingSite;

beforeEach(async () => {
  site = await decidingSite(
    [
      { person: 'mira', role: 'privacy-officer', key: mira.publicKey },
      { person: 'noor', role: 'steward', key: noor.publicKey },
      { person: 'rosa', role: 'reviewer', key: rosa.publicKey },
      { person: 'bob', role: 'steward', key: bob.publicKey },
    ],
    { ada: ada.publicKey },
  );
});
afterEach(() => site.remove());

type Terms = Extract<What, { kind: 'project' }>['body'];

function project(change: Partial<Terms> = {}): What {
  const body: Terms = {
    project: 'bones',
    purpose: 'How bone density goes with age.',
    purposeClass: 'research',
    fields: ['Modality', 'PatientAge'],
    ends: Date.now() + 100 * DAY_MS,
    ethics: { reference: 'Vote 12/2026', expires: Date.now() + 50 * DAY_MS },
    members: [{ person: 'carl', key: carl.publicKey }],
    agreement: 'data-use',
    epsilon: { project: '4', analyst: '3' },
    ...change,
  };
  return { kind: 'project', body };
}

const publish = (text = TEXT) => site.decide({ kind: 'agreement', body: { agreement: 'data-use', text } }, mira, noor);
const agree = (by: Signer, hash = HASH) =>
  site.decide({ kind: 'agree', body: { agreement: 'data-use', person: 'carl', hash } }, by);
const cap = (meter: string): bigint | undefined =>
  site
    .node()
    .ctx.budget.meters()
    .find(({ id }) => id === meter)?.cap[0];
const may = (key = carl.publicKey, inMs = 0) => {
  const authority = site.node().ctx.governance.authorise({ key, project: 'bones' }, Date.now() + inMs);
  return 'code' in authority ? authority.code : 'yes';
};

async function approved(): Promise<void> {
  await publish();
  await site.decide(project(), carl, mira, noor);
  await agree(carl);
}

describe('a project', () => {
  it('is applied for by its researcher and approved by steward and privacy officer, then has its first caps', async () => {
    await publish();
    const text = decision(project());
    const applied = await site.run('submit', { signed: signAction(text, carl.secretKey) });
    expect(applied).toMatchObject({ state: 'pending', people: ['carl'], mayStill: ['mira', 'noor', 'bob'] });
    await site.run('submit', { signed: signAction(text, mira.secretKey) });
    expect([may(), cap('project:bones')]).toEqual(['not-approved', undefined]);
    await site.reopen();
    expect(await site.run('submit', { signed: signAction(text, noor.secretKey) })).toMatchObject({ state: 'taken' });
    expect([may(), cap('project:bones'), cap('analyst:carl')]).toEqual([
      'agreement-missing',
      4_000_000_000n,
      3_000_000_000n,
    ]);
    await agree(carl);
    expect(may()).toBe('yes');
    await site.reopen();
    expect([may(), cap('project:bones')]).toEqual(['yes', 4_000_000_000n]);
    expect([site.records('grant').filter(({ actor }) => actor !== 'configuration').length, site.verified()]).toEqual([
      2,
      true,
    ]);
  });

  it('is found among the records by its name and its members’, and people by theirs, from the proposal on', async () => {
    await publish();
    const before = (await site.run('log')).entries.length;
    await site.decide(project(), carl);
    await site.decide({ kind: 'enrol', body: { person: 'olga', key: signer().publicKey, roles: ['auditor'] } }, mira);
    expect((await site.run('log', { project: 'bones' })).entries).toHaveLength(1);
    expect((await site.run('log')).entries).toHaveLength(before + 2);
    const show = async (...words: string[]) => JSON.parse(await site.command('audit', 'show', '--json', ...words));
    expect(await show('--project', 'bones')).toMatchObject({ records: [{ kind: 'proposal', actor: 'carl' }] });
    for (const person of ['olga', 'ada']) {
      expect(await show('--actor', person)).toEqual({ records: [] });
    }
    await expect(show('--actor', 'olgaa')).rejects.toThrow('is by or about olgaa; did you mean olga?');
  });

  it.each<[string, () => readonly Signer[]]>([
    ['without its researcher', () => [mira, noor]],
    ['by its researcher alone', () => [carl]],
    ['by one of the two', () => [carl, mira]],
    ['by two stewards', () => [carl, noor, bob]],
    ['by a reviewer in the place of the steward', () => [carl, mira, rosa]],
  ])('is not approved %s', async (_, signers) => {
    await publish();
    expect(await site.decide(project(), ...signers())).toMatchObject({ state: 'pending' });
    expect(may()).toBe('not-approved');
  });

  it('is never approved by a member, by name or by key', async () => {
    await publish();
    const members = [
      { person: 'carl', key: carl.publicKey },
      { person: 'bob', key: bob.publicKey },
    ];
    expect(await site.decide(project({ members }), carl, mira, bob)).toMatchObject({ state: 'pending' });
    expect(may()).toBe('not-approved');
  });

  it.each<[string, () => Partial<Terms>]>([
    ['with a key that is somebody else’s', () => ({ members: [{ person: 'carol', key: ada.publicKey }] })],
    ['with an officer’s key under another name', () => ({ members: [{ person: 'carl', key: noor.publicKey }] })],
    [
      'with another key of somebody who has one in use',
      () => ({
        members: [
          { person: 'carl', key: carl.publicKey },
          { person: 'ada', key: signer().publicKey },
        ],
      }),
    ],
    [
      'with two keys of one person',
      () => ({
        members: [
          { person: 'carl', key: carl.publicKey },
          { person: 'carl', key: signer().publicKey },
        ],
      }),
    ],
    [
      'for somebody whom records would take for a part of the program',
      () => ({ members: [{ person: 'configuration', key: carl.publicKey }] }),
    ],
    ['for fields that the policy lacks', () => ({ fields: ['PatientName'] })],
    ['that is over already', () => ({ ends: 1 })],
    ['whose ethics approval is over', () => ({ ethics: { reference: 'Vote 1/2001', expires: 1 } })],
    ['under an agreement that nobody published', () => ({ agreement: 'another' })],
    ['under the name of another', () => ({ project: 'lung-imaging' })],
    ['without budget', () => ({ epsilon: { project: '0', analyst: '3' } })],
  ])('can’t be applied for %s', async (_, change) => {
    await publish();
    const body = project(change());
    const by = body.kind === 'project' && body.body.members[0]?.key === noor.publicKey ? noor : carl;
    await expect(site.decide(body, by === carl ? carl : by, mira)).rejects.toThrow();
    expect([site.records('proposal').length, may()]).toEqual([0, 'not-approved']);
  });

  it('takes a new key of a member once the former one is revoked, or over', async () => {
    await publish();
    const members = [{ person: 'carl', key: carl.publicKey, expires: Date.now() + 20 * DAY_MS }];
    await site.decide(project({ members }), carl, mira, noor);
    const next = signer();
    const amend: What = {
      kind: 'amend',
      body: { project: 'bones', members: [{ person: 'carl', key: next.publicKey }] },
    };
    await expect(site.decide(amend, mira, noor)).rejects.toThrow('carl has another key in use');
    await site.decide({ kind: 'revoke', body: { key: carl.publicKey } }, mira);
    expect(await site.decide(amend, mira, noor)).toMatchObject({ state: 'taken' });
  });

  it('is refused from its end on, and when its ethics approval or its key runs out', async () => {
    await publish();
    const members = [{ person: 'carl', key: carl.publicKey, expires: Date.now() + 20 * DAY_MS }];
    await site.decide(project({ members }), carl, mira, noor);
    await agree(carl);
    expect([0, 21, 51, 101].map((days) => may(carl.publicKey, days * DAY_MS))).toEqual([
      'yes',
      'key-expired',
      'key-expired',
      'key-expired',
    ]);
    const lasting = [{ person: 'carl', key: carl.publicKey }];
    await site.decide({ kind: 'amend', body: { project: 'bones', members: lasting } }, mira, noor);
    expect([0, 51, 101].map((days) => may(carl.publicKey, days * DAY_MS))).toEqual([
      'yes',
      'ethics-expired',
      'project-ended',
    ]);
  });

  it('is ended by one, for good', async () => {
    await approved();
    await site.decide({ kind: 'end', body: { project: 'bones' } }, noor);
    expect(may()).toBe('project-ended');
    await site.reopen();
    expect(may()).toBe('project-ended');
    const [known] = (await site.run('projects')).projects.filter(({ id }) => id === 'bones');
    expect(known?.ended).toEqual({ atMs: expect.any(Number), by: ['noor'], reason: 'Decided at the meeting.' });
    expect(await site.command('project', 'show', 'bones')).toMatch(
      /\nEnded: \d{4}-\d\d-\d\d \d\d:\d\d, by noor, because “Decided at the meeting\.”\. Ethics: /,
    );
    expect(JSON.parse(await site.command('project', 'list', '--json')).projects[1].ended.by).toEqual(['noor']);
    expect(await site.command('budget')).toContain('project:bones (ended)');
    const { meters } = await site.run('budget');
    expect(meters.filter(({ ended }) => ended === true).map(({ meter }) => meter)).toEqual([
      'analyst:carl',
      'project:bones',
    ]);
    await expect(
      site.decide({ kind: 'amend', body: { project: 'bones', purpose: 'Something else.' } }, mira, noor),
    ).rejects.toThrow('never opened again');
    await expect(site.decide(project(), carl, mira, noor)).rejects.toThrow('of this name');
  });

  it('is amended by the two, never by a member, and gives new members their first cap', async () => {
    await approved();
    const members = [
      { person: 'carl', key: carl.publicKey },
      { person: 'bob', key: bob.publicKey },
    ];
    const amend: What = { kind: 'amend', body: { project: 'bones', members } };
    expect(await site.decide(amend, mira, bob)).toMatchObject({ state: 'pending' });
    await site.decide(amend, mira, noor);
    expect([cap('analyst:bob'), cap('analyst:carl'), cap('project:bones')]).toEqual([
      3_000_000_000n,
      3_000_000_000n,
      4_000_000_000n,
    ]);
  });
});

describe('an agreement', () => {
  it('stops access with each new version until that is signed', async () => {
    await approved();
    const next = `${TEXT} Results are sent to the steward before they are published.`;
    await publish(next);
    expect(may()).toBe('agreement-missing');
    await expect(agree(carl)).rejects.toThrow('not the text');
    await agree(carl, agreementHash(next));
    expect(may()).toBe('yes');
    const { agreements } = await site.run('agreements');
    expect(agreements.map(({ version, inForce, signedBy }) => [version, inForce, signedBy])).toEqual([
      [1, false, ['carl']],
      [2, true, ['carl']],
    ]);
  });

  it('is signed by nobody in the place of a member', async () => {
    await publish();
    await site.decide(project(), carl, mira, noor);
    expect(await agree(mira)).toMatchObject({ state: 'pending' });
    await expect(agree(bob)).rejects.toThrow('The same waits for signatures');
    expect(may()).toBe('agreement-missing');
    await expect(agree(mira)).rejects.toThrow('The same waits for signatures');
    expect(may()).toBe('agreement-missing');
  });

  it('stops members whom the configuration brought, once its text is on record', async () => {
    const { governance } = site.node().ctx;
    const asked = () => governance.authorise({ key: ada.publicKey, project: 'lung-imaging' }, Date.now());
    expect(asked()).toHaveProperty('person');
    await site.decide({ kind: 'agreement', body: { agreement: 'data-use-1', text: TEXT } }, mira, noor);
    expect(asked()).toMatchObject({
      code: 'agreement-missing',
      detail: expect.stringMatching(
        /^You have not signed the agreement in force, data-use-1, version 1: .*agreement sign/,
      ),
    });
  });
});

describe('a key', () => {
  it('is revoked by one steward or officer, and is never accepted again', async () => {
    await approved();
    const revoke: What = { kind: 'revoke', body: { key: carl.publicKey } };
    expect(await site.decide(revoke, rosa)).toMatchObject({ state: 'pending' });
    await site.decide(revoke, bob);
    expect(may()).toBe('key-revoked');
    await site.reopen();
    expect(may()).toBe('key-revoked');
    await expect(
      site.decide(
        { kind: 'amend', body: { project: 'bones', members: [{ person: 'carl', key: carl.publicKey }] } },
        mira,
        noor,
      ),
    ).rejects.toThrow('revoked');
    await site.decide({ kind: 'revoke', body: { key: noor.publicKey } }, mira);
    await expect(site.decide({ kind: 'end', body: { project: 'bones' } }, noor)).rejects.toMatchObject({
      code: 'approval-missing',
    });
  });

  it('that revokes itself decides nothing any more either, and the decision log says so', async () => {
    const { ctx } = site.node();
    await revokeKey({ ctx, input: signRevocation(noor.secretKey, Date.now()) });
    await expect(publish()).rejects.toMatchObject({ code: 'approval-missing' });
    expect(ctx.governance.log.at(-1)).toMatchObject({ kind: 'revocation', who: ['noor'] });
    const what: What = { kind: 'agreement', body: { agreement: 'data-use', text: TEXT } };
    expect(await site.decide(what, mira)).toMatchObject({ state: 'pending', mayStill: ['bob'] });
    await site.decide(what, mira, bob);
  });
});
