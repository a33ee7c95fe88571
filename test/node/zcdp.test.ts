import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type Draft,
  type DraftRequest,
  DryRunReply,
  Reply,
  type Request,
  signRequest,
} from '../../src/contract/index.ts';
import { combine } from '../../src/coordinator/combine.ts';
import { contributionOf } from '../../src/coordinator/contribution.ts';
import { nodeApp, type OpenNode } from '../../src/node/index.ts';
import { noiseHalfWidth, rational } from '../../src/privacy/laws.ts';
import { sfumato } from '../support/command.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const ada = analyst();
const clock = hurriedClock();
const SITES = ['harbour', 'hillside'];
type Site = Awaited<ReturnType<typeof publishedSite>>;
let zcdp: Site;
let pure: Site;
let node: OpenNode;
let plain: OpenNode;

const opened = ({ folder, config }: Site): Promise<OpenNode> =>
  openSite({ folder, config, policyFile: POLICY_FILE }, clock);

beforeAll(async () => {
  zcdp = await publishedSite({ site: 'harbour', publicKey: ada.publicKey, zcdpDelta: '0.000001' });
  pure = await publishedSite({ site: 'hillside', publicKey: ada.publicKey });
  node = await opened(zcdp);
  plain = await opened(pure);
}, 120_000);
afterAll(async () => {
  await node.close();
  await plain.close();
  for (const { folder } of [zcdp, pure]) {
    rmSync(folder, { recursive: true, force: true });
  }
});

const BY_MODALITY: Draft = { count: 'patients', by: ['Modality'], epsilon: '0.5' };

async function post(at: OpenNode, path: string, signed: string): Promise<unknown> {
  const response = await nodeApp(at.ctx).request(`/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
  });
  return z.object({ result: z.object({ data: z.unknown() }) }).parse(await response.json()).result.data;
}

async function ask(draft: Draft, change: Partial<Request> = {}, at = node): Promise<z.infer<typeof Reply>> {
  const signed = signedQuestion({ secretKey: ada.secretKey, draft, sites: SITES, change });
  return Reply.parse(await post(at, 'query.answer', signed));
}

async function quote(draft: Draft): Promise<z.infer<typeof DryRunReply>> {
  const request: DraftRequest = {
    ...{ version: 1, id: 'a'.repeat(32), project: 'lung-imaging', key: ada.publicKey, sites: SITES },
    ...{ minSites: 2, maxAttempts: 1, policy: 'imaging-metadata@1.1.0', expires: Date.now() + 60_000 },
    query: { ...draft, blocks: [new Date().getUTCFullYear()] },
  };
  return DryRunReply.parse(await post(node, 'query.dryRun', signRequest('dry-run', request, ada.secretKey)));
}

/** What is spent on every meter, in atto-ρ: the same on all. */
function spent(): bigint {
  const sums = new Set(node.ctx.budget.meters().map(({ reserved, committed }) => reserved[0]! + committed[0]!));
  expect(sums.size).toBe(1);
  return [...sums][0]!;
}

function released({ answer }: z.infer<typeof Reply>) {
  if (answer.state !== 'released') {
    throw new Error(`${answer.code}: ${answer.detail}`);
  }
  return answer;
}

describe('a site that counts in zCDP', () => {
  it('answers the same signed question with Gaussian noise, and charges the ρ that it samples', async () => {
    const before = spent();
    const answer = released(await ask(BY_MODALITY));
    expect(spent() - before).toBe(125_000_000_000_000_000n);
    expect(answer.zcdp).toEqual({ rho: '0.125', delta: '0.000001' });
    expect(answer.definition).toMatch(
      /^ρ-zero-concentrated differential privacy with ρ 0\.125, which is \(ε, δ\)-differential privacy with ε 2\.\d+ at δ 0\.000001;/,
    );
    const [piece] = answer.pieces;
    // L0 = 4 cells a patient: Δ₂² = 4, σ² = Δ₂²/2ρ = 16.
    expect(piece?.mechanism).toEqual({
      ...{ name: 'discrete-gaussian', epsilon: '0.5', rho: '0.125', sensitivity: '4', sensitivitySquared: '4' },
      sigmaSquared: { numerator: '16', denominator: '1' },
      variance: expect.closeTo(16, 9),
    });
    const law = { name: 'discrete-gaussian', sigmaSquared: rational(16n, 1n) } as const;
    expect(piece?.interval.halfWidth).toBe(String(noiseHalfWidth([law], { confidence: '0.95' })));
  });

  it('refuses, free, a request whose ε an accuracy takes where losses are pure ε: that would be more than it takes here', async () => {
    const before = spent();
    expect((await ask(BY_MODALITY, { accountant: 'pure' })).answer).toMatchObject({ code: 'other-accountant' });
    expect(spent()).toBe(before);
    released(await ask(BY_MODALITY, { accountant: 'zcdp' }));
    released(await ask(BY_MODALITY, { accountant: 'pure' }, plain));
  });

  it.each<[string, Draft]>([
    ['a count', { count: 'studies', where: { Modality: 'CT' }, epsilon: '0.3' }],
    ['a mean', { mean: 'PatientAge', epsilon: '0.30000001' }],
    [
      'several measures',
      { measures: [{ count: 'series' }, { quantiles: 'PatientAge' }, { sum: 'PatientAge' }], epsilon: '1' },
    ],
    ['an accuracy', { count: 'patients', by: ['PatientSex'], accuracy: { halfWidth: 9, confidence: '0.95' } }],
  ])('quotes for %s the noise that is drawn and the ρ that is then charged', async (_, draft) => {
    const quoted = await quote(draft);
    if (quoted.state !== 'quoted') {
      throw new Error(quoted.detail);
    }
    const before = spent();
    const answer = released(await ask({ ...draft, accuracy: undefined, epsilon: quoted.epsilon } as Draft));
    expect(answer.pieces).toEqual(quoted.pieces);
    expect(answer.zcdp?.rho).toBe(quoted.cost.rho);
    const whole = (text: string): bigint => {
      const [ones = '', decimals = ''] = text.split('.');
      return BigInt(ones + decimals.padEnd(18, '0'));
    };
    expect(spent() - before).toBe(whole(quoted.cost.rho ?? ''));
    const sum = answer.pieces.reduce(
      (rho, { mechanism }) => rho + (mechanism.name === 'discrete-gaussian' ? whole(mechanism.rho) : 0n),
      0n,
    );
    expect(sum).toBe(spent() - before);
    if (draft.accuracy !== undefined) {
      expect(Number(quoted.pieces[0]?.interval.halfWidth)).toBeLessThanOrEqual(9);
    }
    expect(await quote({ ...draft, accuracy: undefined, epsilon: quoted.epsilon } as Draft)).toMatchObject({
      cost: { epsilon: '0', rho: '0', stored: true },
    });
  });

  it('is added up with a site that counts pure ε, under an interval of both laws', async () => {
    const replies = [await ask(BY_MODALITY), await ask(BY_MODALITY, {}, plain)];
    const sites = replies.flatMap((reply) => contributionOf(reply) ?? []);
    const combination = combine(sites, { minSites: 2, asked: [{ count: 'patients' }] });
    if ('notCombined' in combination) {
      throw new Error(combination.notCombined);
    }
    const { pieces } = combination.combined;
    const laws = [
      { name: 'discrete-gaussian', sigmaSquared: rational(16n, 1n) },
      { name: 'discrete-laplace', scale: rational(8n, 1n) },
    ] as const;
    expect(pieces[0]?.halfWidth).toBe(String(noiseHalfWidth(laws, { alpha: 1 - 0.95 })));
    const [own, other] = replies.map((reply) => released(reply).values[0]!.map(Number));
    expect(pieces[0]?.values.map(Number)).toEqual(own!.map((value, at) => value + other![at]!));
  });

  it('shows its meters in ρ, and what the same questions come to in pure ε as not enforced', async () => {
    await node.close();
    const shown = await sfumato(['budget', '--config', zcdp.config, '--json']);
    expect(shown.code).toBe(0);
    const report = JSON.parse(shown.stdout);
    expect(report.accountant).toEqual({ kind: 'zcdp', delta: '0.000001' });
    expect(report.meters[0]).toMatchObject({ granted: expect.any(String), pure: { enforced: false } });
    expect(Number(report.meters[0].spent) + Number(report.meters[0].left)).toBeCloseTo(
      Number(report.meters[0].cap),
      12,
    );
    const text = await sfumato(['budget', '--config', zcdp.config]);
    expect(text.stdout).toContain('granted ε at δ 0.000001');
    const audit = await sfumato(['audit', 'verify', '--config', zcdp.config]);
    expect(audit.code).toBe(0);
    node = await opened(zcdp);
    expect(node.ctx.budget.accountant().facts).toEqual({ kind: 'zcdp', delta: '0.000001' });
  });

  it('never opens under a configuration that counts otherwise, whichever it began with', async () => {
    const change = async (site: Site, was: RegExp, is: string): Promise<unknown> => {
      const text = readFileSync(site.config, 'utf8');
      writeFileSync(site.config, text.replace(was, is));
      const outcome = await opened(site).then(
        () => 'opened',
        (error: unknown) => error,
      );
      writeFileSync(site.config, text);
      return outcome;
    };
    await node.close();
    await plain.close();
    const other = expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining('for life') });
    expect(await change(zcdp, /accountant: .*\n/, '')).toEqual(other);
    expect(await change(zcdp, /0\.000001/, '0.00001')).toEqual(other);
    expect(await change(pure, /policy:/, 'accountant: { kind: zcdp, delta: "0.000001" }\npolicy:')).toEqual(other);
    node = await opened(zcdp);
    plain = await opened(pure);
  });
});
