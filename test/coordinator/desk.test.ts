import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { createFederationDesk } from '../../src/cli/coordinator-pages/desk.ts';
import type { Draft, SiteFacts } from '../../src/contract/index.ts';
import type { Wanted } from '../../src/dashboard/index.ts';
import { seenSites } from '../../src/link/index.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { POLICY_FILE } from '../support/site-folder.ts';
import { closeSites, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const policy = loadPolicy({ text: readFileSync(POLICY_FILE, 'utf8'), file: POLICY_FILE });
const ZCDP = { kind: 'zcdp', delta: '0.000001' } as const;
afterEach(closeSites);

/** What a site says of itself; one of an earlier version says nothing of how it counts, nor of its version. */
const factsOf = (site: string, more: Pick<SiteFacts, 'accountant' | 'version'>): SiteFacts => ({
  ...{ protocol: 1, site, policy: policy.name },
  ...{ deidentificationHash: policy.deidentificationHash, disclosureHash: policy.disclosureHash },
  ...{ blocks: [2026], minSites: 1, logKey: 'log', serving: true, ...more },
});

async function deskOf(sites: Readonly<Record<string, Pick<SiteFacts, 'accountant' | 'version'>>>) {
  const links = [];
  for (const [site, more] of Object.entries(sites)) {
    links.push(await siteThatSays(site, factsOf(site, more)));
  }
  const { ctx } = await testCoordinator(links);
  const shell = { clock: systemClock };
  return createFederationDesk({
    shell,
    ctx,
    seen: seenSites(systemClock),
    address: 'http://north',
    policies: [policy],
  });
}

const draft: Draft = { count: 'patients', by: ['PatientSex'], accuracy: { halfWidth: 20, confidence: '0.95' } };
const wanted = (sites: readonly string[] = []): Wanted => ({ draft, sites, total: false });

describe('the price that a coordinator’s pages give', () => {
  it('is by the way in which the asked sites count losses, and by the wider noise where they differ', async () => {
    const sites = { harbour: { accountant: { kind: 'pure' as const } }, hillside: { accountant: ZCDP }, lakeside: {} };
    const desk = await deskOf(sites);
    const named = async (names?: readonly string[]) => {
      const estimate = await desk.estimate(wanted(names));
      return 'why' in estimate ? estimate.why : estimate.pieces.map(({ mechanism }) => mechanism.name);
    };
    expect(await named(['harbour'])).toEqual(['discrete-laplace']);
    expect(await named(['hillside'])).toEqual(['discrete-gaussian']);
    expect(await named(['lakeside'])).toEqual(['discrete-laplace']);
    const priced = async (names: readonly string[], change: Partial<Draft> = {}) => {
      const estimate = await desk.estimate({ ...wanted(names), draft: { ...draft, ...change } });
      return 'why' in estimate
        ? [Number.NaN, Number.NaN]
        : [Number(estimate.epsilon), estimate.pieces[0]?.mechanism.variance ?? Number.NaN];
    };
    const [pure, zcdp, all] = [await priced(['harbour']), await priced(['hillside']), await priced([])];
    expect(pure[0]).not.toBe(zcdp[0]);
    expect(all[0]).toBe(Math.max(pure[0]!, zcdp[0]!));
    const fixed = { accuracy: undefined, epsilon: '0.5' };
    const [laplace, gaussian, either] = [
      await priced(['harbour'], fixed),
      await priced(['hillside'], fixed),
      await priced([], fixed),
    ];
    expect(laplace[1]).not.toBe(gaussian[1]);
    expect(either).toEqual([0.5, Math.max(laplace[1]!, gaussian[1]!)]);
  });

  it('stands beside what each site says of itself, its version included', async () => {
    const desk = await deskOf({ harbour: { accountant: ZCDP, version: '0.1.0' }, lakeside: {} });
    const { sites } = await desk.federation();
    expect(sites.map(({ facts }) => [facts?.accountant, facts?.version])).toEqual([
      [ZCDP, '0.1.0'],
      [undefined, undefined],
    ]);
  });

  it('and so many sites at which a patient may be as answers count, with those that have left', async () => {
    const { ctx } = await testCoordinator([]);
    const at = (config: Partial<typeof ctx.config>, answered: number) => {
      const questions = { ...ctx.questions, losses: () => Array.from({ length: answered }, () => 1n) };
      const changed = {
        ...ctx,
        questions,
        config: { ...ctx.config, sites: [{ id: 'harbour' }, { id: 'hillside' }], ...config },
      };
      const means = {
        shell: { clock: systemClock },
        seen: seenSites(systemClock),
        address: 'http://north',
        policies: [],
      };
      return createFederationDesk({ ...means, ctx: changed }).patientSitesMax();
    };
    expect([at({}, 0), at({}, 3), at({ patientSitesMax: 1 }, 3), at({ patientSitesMax: 9 }, 3)]).toEqual([2, 3, 1, 3]);
  });
});
