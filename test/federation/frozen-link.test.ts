import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toMaskReply } from '../../src/budget/index.ts';
import type { Draft } from '../../src/contract/index.ts';
import { signAction } from '../../src/contract/index.ts';
import { readPeers, writePeers } from '../../src/link/index.ts';
import { nodeAnswerer, readLinkKeys } from '../../src/node/index.ts';
import { maskVector } from '../../src/node/verbs/total/mask.ts';
import { type Federation, federation } from '../link/federation.ts';
import { party } from '../link/parties.ts';
import { decision, signer, type What } from '../support/deciding-site.ts';
import { keysOf, openRoster, type Roster, type RosterSite, start } from '../support/roster-sites.ts';
import { signedQuestion } from '../support/signing.ts';

const NAMES = ['harbour', 'hillside', 'lakeside'];
const COST = 3n * 500_000_000n; // one block, the project and the person
const never = new AbortController().signal;
const [mira, noor] = [signer(), signer()];
const PEOPLE = `people: [{ person: mira, key: ${mira.publicKey}, roles: [privacy-officer] }, { person: noor, key: ${noor.publicKey}, roles: [steward] }]\n`;

let roster: Roster;
let harbour: RosterSite;
beforeAll(async () => {
  roster = await openRoster(NAMES, 20, PEOPLE);
  harbour = roster.sites[0]!;
}, 240_000);
afterEach(async () => {
  for (const scope of harbour.node().ctx.governance.decisions.frozen) {
    await unfreeze(scope);
  }
});
afterAll(() => roster.remove());

const south = party('coordinator', 'south').peer;

/** Harbour as it is, behind a link on which a coordinator sends it real messages. */
function reached(kind: 'relay' | 'direct'): Promise<Federation> {
  const { folder, node } = harbour;
  return federation(kind, {
    self: { role: 'site', name: 'harbour', ...readLinkKeys(folder) },
    answererFor(coordinator, nonces) {
      writePeers(folder, [...readPeers(folder).filter(({ role }) => role === 'site'), coordinator, south]);
      return nodeAnswerer(node().ctx, { nonces, onRefused: () => undefined });
    },
  });
}

async function decide(what: What): Promise<void> {
  const input = { signed: [mira, noor].reduce((so, { secretKey }) => signAction(so, secretKey), decision(what)) };
  const call = { verb: 'submit', input, signal: never, onProgress: () => undefined } as const;
  const shell = { person: 'shell', roles: ['operator'], via: 'shell' } as const;
  expect(await harbour.node().run({ ...call, actor: shell })).toMatchObject({ state: 'taken' });
}
const freeze = (scope: string) => decide({ kind: 'freeze', body: { scope } });
const unfreeze = (scope: string) => decide({ kind: 'unfreeze', body: { scope } });

const spent = (): bigint =>
  harbour
    .node()
    .ctx.budget.meters()
    .reduce((sum, { reserved, committed }) => sum + reserved[0]! + committed[0]!, 0n);

let asked = 0;
/** What nobody has asked before, so that an answer always costs. */
function fresh(): Draft {
  asked += 1;
  return { count: 'patients', where: { PatientAge: { between: [5 * asked, 120] } }, epsilon: '0.5' };
}
const question = (): string => signedQuestion({ secretKey: roster.ada.secretKey, draft: fresh(), sites: NAMES });

describe.each(['direct', 'relay'] as const)('on a %s link with real messages, a freeze', (kind) => {
  let wire: Federation;
  beforeAll(async () => {
    wire = await reached(kind);
  });
  afterAll(() => wire.close());

  it('of the coordinator has its next message refused, whatever it is, at no cost; unfrozen, the same is answered', async () => {
    const before = spent();
    expect((await wire.link.ask(question(), never)).answer.state).toBe('released');
    expect(spent() - before).toBe(COST);
    await freeze('link:coordinator/north');
    const next = question();
    await expect(wire.link.ask(next, never)).rejects.toMatchObject({ code: 'peer-invalid' });
    await expect(wire.link.facts(never)).rejects.toMatchObject({ code: 'peer-invalid' });
    expect(spent() - before).toBe(COST);
    await unfreeze('link:coordinator/north');
    expect((await wire.link.ask(next, never)).answer.state).toBe('released');
    expect(spent() - before).toBe(2n * COST);
  });

  it('of another coordinator, or of another site, changes nothing for this one', async () => {
    await freeze('link:coordinator/south');
    await freeze('link:site/hillside');
    expect((await wire.link.ask(question(), never)).answer.state).toBe('released');
  });

  it.each([
    ['link:coordinator/north', 'refuses the message'],
    ['link:site/hillside', 'refuses the round'],
  ])('of %s in the middle of a total %s, at no cost; unfrozen, the very same round goes on', async (scope) => {
    const [signed, own, before] = [roster.question(fresh()), start(), spent()];
    const first = await wire.link.advertise({ signed, start: own }, never);
    expect(first.state).toBe('advertised');
    const others = await keysOf(roster.sites.slice(1), signed, own);
    const advertisements = [...(first.state === 'advertised' ? [first.advertisement] : []), ...others];
    const masked = () => wire.link.mask({ signed, start: own, advertisements }, never);
    await freeze(scope);
    if (scope === 'link:site/hillside') {
      expect((await masked()).answer).toMatchObject({ state: 'refused', code: 'frozen' });
      const again = await wire.link.advertise({ signed, start: own }, never);
      expect(again).toMatchObject({ state: 'refused', code: 'frozen' });
    } else {
      await expect(masked()).rejects.toMatchObject({ code: 'peer-invalid' });
    }
    expect(spent()).toBe(before);
    await unfreeze(scope);
    expect((await masked()).answer.state).toBe('masked');
    expect(spent() - before).toBe(COST);
  });
});

describe('a freeze of another site', () => {
  it('that comes while a total waits for the witnesses is found in the very step that charges', async () => {
    const { ctx } = harbour.node();
    const [signed, own, before] = [roster.question(fresh()), start(), spent()];
    const advertisements = await keysOf(roster.sites, signed, own);
    // Witnesses who take so long that people decide in between.
    const extend = async (): Promise<boolean> => {
      await freeze('link:site/lakeside');
      return true;
    };
    const waiting = Object.create(ctx, {
      guard: { value: { ...ctx.guard, covers: () => ctx.governance.isFrozen('link:site/lakeside'), extend } },
    });
    const input = { signed, start: own, advertisements };
    expect(toMaskReply(await maskVector({ ctx: waiting, input })).answer).toMatchObject({ code: 'frozen' });
    expect(spent()).toBe(before);
  });
});
