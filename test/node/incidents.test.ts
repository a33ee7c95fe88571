import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePeers } from '../../src/link/index.ts';
import { party } from '../link/parties.ts';
import { type DecidingSite, decidingSite, signer, type What } from '../support/deciding-site.ts';
import { analyst } from '../support/signing.ts';

const ada = analyst();
const main = party('coordinator', 'main');
const [mira, noor, rosa] = [signer(), signer(), signer()];
let site: DecidingSite;

beforeEach(async () => {
  site = await decidingSite(
    [
      { person: 'mira', role: 'privacy-officer', key: mira.publicKey },
      { person: 'noor', role: 'steward', key: noor.publicKey },
      { person: 'rosa', role: 'reviewer', key: rosa.publicKey },
    ],
    { ada: ada.publicKey },
  );
});
afterEach(() => site.remove());

const freeze = (scope: string): What => ({
  kind: 'freeze',
  body: { scope, severity: 'medium', contact: 'Duty officer, 5512' },
});

describe('an incident', () => {
  it('opens with a freeze by one, and closes by two once a corrective action is on record', async () => {
    const { action: incident } = await site.decide(freeze('project:lung-imaging'), noor);
    const close: What = { kind: 'close', body: { incident } };
    expect((await site.run('incidents')).incidents).toMatchObject([
      { id: incident, state: 'frozen', severity: 'medium', contact: 'Duty officer, 5512', openedBy: ['noor'] },
    ]);
    await expect(site.decide(close, mira, noor)).rejects.toThrow('no corrective action');
    const note = (text: string, corrective: boolean): What => ({ kind: 'note', body: { incident, text, corrective } });
    await site.decide(note('The key lay on a shared drive.', false), rosa);
    await expect(site.decide(close, mira, noor)).rejects.toThrow('no corrective action');
    await site.decide({ kind: 'unfreeze', body: { scope: 'project:lung-imaging' } }, mira, noor);
    await site.decide(note('Keys are on smart cards now.', true), rosa);
    expect(await site.decide(close, noor)).toMatchObject({ state: 'pending' });
    await site.decide(close, mira, noor);
    await site.reopen();
    const [closed] = (await site.run('incidents')).incidents;
    expect(closed).toMatchObject({ state: 'closed', closedBy: ['mira', 'noor'] });
    expect(closed?.notes.map(({ by, corrective }) => [by, corrective])).toEqual([
      [['rosa'], false],
      [['rosa'], true],
    ]);
    await expect(site.decide(note('One thing more to be said.', false), rosa)).rejects.toThrow('closed');
    expect(site.verified()).toBe(true);
  });

  it.each([
    ['project:lung-imagin', 'There is no project lung-imagin here; did you mean lung-imaging?'],
    ['analyst:nobody', 'There is no analyst nobody here.'],
    ['link:site/nosuch', 'There is no site nosuch here.'],
    ['link:coordinator/mian', 'There is no coordinator mian here; did you mean main?'],
  ])('is not opened by a freeze of what nobody knows: %s', async (scope, sentence) => {
    writePeers(site.folder, [main.peer]);
    await expect(site.decide(freeze(scope), mira)).rejects.toMatchObject({ code: 'wrong-use', message: sentence });
    expect(site.node().ctx.governance.isFrozen(scope)).toBe(false);
  });

  it('is one however often a thing is frozen, until it no longer is', async () => {
    const first = await site.decide(freeze('analyst:ada'), noor);
    await expect(site.decide(freeze('analyst:ada'), mira)).rejects.toThrow(
      'it is frozen already, and its incident open',
    );
    expect((await site.run('incidents')).incidents.map(({ id }) => id)).toEqual([first.action]);
    await site.decide({ kind: 'unfreeze', body: { scope: 'analyst:ada' } }, mira, noor);
    expect(await site.decide(freeze('analyst:ada'), mira)).toMatchObject({ state: 'taken' });
  });

  it('is opened by a freeze of a project that has ended, and of people whom any list names', async () => {
    await site.decide({ kind: 'end', body: { project: 'lung-imaging' } }, mira, noor);
    for (const scope of ['project:lung-imaging', 'analyst:ada', 'analyst:rosa', 'link:site/harbour']) {
      expect(await site.decide(freeze(scope), noor)).toMatchObject({ state: 'taken' });
    }
  });

  it.each([
    ['node', 'frozen', undefined],
    ['project:lung-imaging', 'frozen', 'The project is frozen at this site.'],
    ['analyst:ada', 'frozen', 'Your own questions are frozen at this site.'],
    ['link:coordinator/main', undefined, undefined],
  ])('on %s stops what it names at once, and says so', async (scope, code, detail) => {
    writePeers(site.folder, [main.peer]);
    await site.decide(freeze(scope), mira);
    const { governance } = site.node().ctx;
    const authority = governance.authorise({ key: ada.publicKey, project: 'lung-imaging' }, Date.now());
    expect('code' in authority ? authority.code : undefined).toBe(code);
    expect('code' in authority ? authority.detail : undefined).toBe(detail);
    expect(governance.isFrozen(scope)).toBe(true);
    await site.reopen();
    expect(site.node().ctx.governance.isFrozen(scope)).toBe(true);
    expect(await site.decide({ kind: 'unfreeze', body: { scope } }, mira)).toMatchObject({ state: 'pending' });
  });
});

describe('the decision log', () => {
  it('says who decided what, when, why, and under which policy, and finds it by project, person, kind and time', async () => {
    const before = Date.now();
    await site.decide({ kind: 'grant', body: { meter: 'project:lung-imaging', epsilon: '1.5' } }, noor);
    await site.decide(freeze('analyst:ada'), mira);
    const log = async (input: object) => (await site.run('log', input)).entries;
    expect(await log({ sinceMs: before })).toMatchObject([
      { kind: 'proposal grant', who: ['noor'], why: 'Decided at the meeting.', projects: ['lung-imaging'] },
      { kind: 'freeze', who: ['mira'], policy: 'imaging-metadata@1.1.0', people: ['ada'] },
    ]);
    expect((await log({ person: 'ada', kind: 'freeze' })).map(({ who }) => who)).toEqual([['mira']]);
    expect(
      (await log({ project: 'lung-imaging', kind: 'proposal' })).map(({ stands, facts }) => [stands, facts]),
    ).toEqual([['proposed', { meter: 'project:lung-imaging', epsilon: '1.5' }]]);
    expect((await log({ kind: 'person' })).map(({ people }) => people)).toEqual([['mira'], ['noor'], ['rosa']]);
    expect(await log({ person: 'nobody' })).toEqual([]);
  });
});
