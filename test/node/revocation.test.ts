import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseNoteKey } from '../../src/base/index.ts';
import { toReply } from '../../src/budget/index.ts';
import {
  type RevocationReply,
  readAcknowledgement,
  type SignedRevocation,
  signRevocation,
} from '../../src/contract/index.ts';
import type { OpenNode } from '../../src/node/index.ts';
import { revokeKey } from '../../src/node/verbs/key/revoke.ts';
import { answerQuestion } from '../../src/node/verbs/query/answer.ts';
import { dryRun } from '../../src/node/verbs/query/dry-run.ts';
import { facts } from '../../src/node/verbs/site/facts.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst, signedDraft, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const [ada, stranger] = [analyst(), analyst()];
const draft = { count: 'patients', epsilon: '0.1' } as const;
let site: Awaited<ReturnType<typeof publishedSite>>;
let node: OpenNode;

beforeAll(async () => {
  site = await publishedSite({ site: 'harbour', publicKey: ada.publicKey });
  node = await openSite({ ...site, policyFile: POLICY_FILE }, hurriedClock());
});
afterAll(async () => {
  await node.close();
  rmSync(site.folder, { recursive: true, force: true });
});

const question = (secretKey: Uint8Array): string =>
  signedQuestion({ secretKey, draft, sites: ['harbour', 'hillside'] });
const ask = async (signed: string, ctx = node.ctx) => toReply(await answerQuestion({ ctx, input: { signed } })).answer;
const revoke = (input: SignedRevocation): Promise<RevocationReply> => revokeKey({ ctx: node.ctx, input });

async function acknowledgedAt(reply: RevocationReply, key: string): Promise<number | undefined> {
  const { logKey } = await facts({ ctx: node.ctx });
  const noteKey = parseNoteKey(logKey);
  return noteKey && reply.state === 'recorded'
    ? readAcknowledgement(reply.acknowledgement, { site: 'harbour', key }, noteKey)
    : undefined;
}

const answered = question(ada.secretKey);
// Another question than that one, so that no stored answer stands in for the charge.
const charging = signedQuestion({
  ...{ secretKey: ada.secretKey, sites: ['harbour', 'hillside'] },
  draft: { count: 'studies', epsilon: '0.1' },
});

describe('a key’s revocation', () => {
  it('is taken from nobody but the key itself', async () => {
    const { signature } = signRevocation(stranger.secretKey, Date.now());
    const { revocation } = signRevocation(ada.secretKey, Date.now());
    const records = node.ctx.journal.records;
    await expect(revoke({ revocation, signature })).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(
      revoke({ ...signRevocation(ada.secretKey, 1), revocation: revocation.replace('1}', '1 }') }),
    ).rejects.toMatchObject({ code: 'request-invalid' });
    expect(node.ctx.journal.records).toBe(records);
    expect(await ask(answered)).toMatchObject({ state: 'released' });
  });

  it('stops a question that was let in before it, in the very step that would charge', async () => {
    const { budget } = node.ctx;
    // It falls between the look at stored answers, which comes after authorising, and the reservation.
    const lookup: typeof budget.lookup = async () => {
      const reply = await revoke(signRevocation(ada.secretKey, Date.now()));
      expect(await acknowledgedAt(reply, ada.publicKey)).toBeGreaterThan(0);
      return undefined;
    };
    const before = budget.meters();
    const ctx = { ...node.ctx, budget: { ...budget, lookup } };
    expect(await ask(charging, ctx)).toMatchObject({ state: 'refused', code: 'key-revoked' });
    expect(budget.meters()).toEqual(before);
  });

  it('is refused from then on, whatever it signs and whatever was answered to it before', async () => {
    expect(await ask(question(ada.secretKey))).toMatchObject({ code: 'key-revoked' });
    expect(await ask(answered)).toMatchObject({ code: 'key-revoked' });
  });

  it('holds when it comes twice, with the acknowledgement of the first', async () => {
    const records = node.ctx.journal.records;
    const [first, second] = await Promise.all([
      revoke(signRevocation(ada.secretKey, 1_000)),
      revoke(signRevocation(ada.secretKey, 2_000)),
    ]);
    expect(first).toEqual(second);
    expect(node.ctx.journal.records).toBe(records);
  });

  it('holds for a key that is enrolled only later: it comes out of order', async () => {
    const reply = await revoke(signRevocation(stranger.secretKey, Date.now()));
    expect(await acknowledgedAt(reply, stranger.publicKey)).toBeGreaterThan(0);
    const { governance } = node.ctx;
    const enrolled = {
      ...governance,
      personOf: (key: string) => (key === stranger.publicKey ? 'noor' : governance.personOf(key)),
    };
    expect(await ask(question(stranger.secretKey), { ...node.ctx, governance: enrolled })).toMatchObject({
      code: 'key-revoked',
    });
  });

  it('holds after a restart, also for dry runs', async () => {
    await node.close();
    node = await openSite({ ...site, policyFile: POLICY_FILE }, hurriedClock());
    expect(await ask(question(ada.secretKey))).toMatchObject({ code: 'key-revoked' });
    const signed = signedDraft({ secretKey: ada.secretKey, draft, sites: ['harbour', 'hillside'] });
    expect(await dryRun({ ctx: node.ctx, input: { signed } })).toMatchObject({ code: 'key-revoked' });
  });

  it('is acknowledged by the site’s own signature, which fits no other site, key or record', async () => {
    const reply = await revoke(signRevocation(ada.secretKey, Date.now()));
    const { logKey } = await facts({ ctx: node.ctx });
    const noteKey = parseNoteKey(logKey);
    if (reply.state !== 'recorded' || noteKey === undefined) {
      throw new Error('the site has recorded it');
    }
    const read = (statement: string, wanted: { site: string; key: string }) =>
      readAcknowledgement(statement, wanted, noteKey);
    expect(read(reply.acknowledgement, { site: 'harbour', key: ada.publicKey })).toBeTypeOf('number');
    expect(read(reply.acknowledgement, { site: 'hillside', key: ada.publicKey })).toBeUndefined();
    expect(read(reply.acknowledgement, { site: 'harbour', key: stranger.publicKey })).toBeUndefined();
    const forged = reply.acknowledgement.replace(/\n\d+\n/, '\n1\n');
    expect(read(forged, { site: 'harbour', key: ada.publicKey })).toBeUndefined();
  });
});
