import { describe, expect, it } from 'vitest';
import { usableFields } from '../../src/cli/ask/usable-fields.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import { projectFields } from '../../src/cli/workbench/project-fields.ts';
import type { Draft, FederatedQuote } from '../../src/contract/index.ts';
import { policyFile } from '../support/site-folder.ts';

const ALL = Array.from({ length: 57 }, (_, at) => ({ name: `F${at}`, values: ['A', 'B'] }));
const NAMES = ALL.map(({ name }) => name);

/** Sites of which each lets the project use some fields, or is closed; counts how often they are asked. */
function sitesThatAllow(...allowed: readonly (ReadonlySet<string> | undefined)[]) {
  const asked: string[][] = [];
  const quote = async ({ where }: Draft): Promise<FederatedQuote> => {
    const fields = Object.keys(where ?? {});
    asked.push(fields);
    const sites = allowed.map((set, at) => {
      const code = set === undefined ? 'no-such-project' : 'unknown-field';
      const isQuoted = set !== undefined && fields.every((field) => set.has(field));
      return { site: `s${at}`, quote: isQuoted ? { state: 'quoted' } : { state: 'refused', code } };
    });
    return { sites } as unknown as FederatedQuote;
  };
  return { asked, quote };
}

async function learnt(...allowed: readonly (ReadonlySet<string> | undefined)[]) {
  const { asked, quote } = sitesThatAllow(...allowed);
  const fields = projectFields(ALL, quote);
  await fields.learn();
  return { names: fields.list().map(({ name }) => name), asked };
}

const without = (...names: readonly string[]) => new Set(NAMES.filter((name) => !names.includes(name)));

describe('the fields of a project', () => {
  it('are all of the policy’s, seen by two questions, where it may use all', async () => {
    const { names, asked } = await learnt(without());
    expect(names).toEqual(NAMES);
    expect(asked.length).toBe(2);
    expect(asked.every((fields) => fields.length <= 32)).toBe(true);
  });

  it('are without what all sites turn away, found by halves', async () => {
    const { names, asked } = await learnt(without('F3', 'F56'), without('F3', 'F7', 'F56'));
    expect(names).toEqual([...without('F3', 'F56')]);
    expect(asked.length).toBeLessThan(30);
  });

  it('are what some site allows, though no site allows all of them', async () => {
    expect((await learnt(without('F1'), without('F2'))).names).toEqual(NAMES);
  });

  it('stay as they are where sites say something else', async () => {
    expect((await learnt(undefined)).names).toEqual(NAMES);
    expect((await learnt(undefined, without('F9'))).names).toEqual([...without('F9')]);
  });
});

describe('the fields that a command lists', () => {
  const policy = loadPolicyFile(policyFile('1.3.0'));
  const all = [...policy.columns.keys()];
  const but = (...names: readonly string[]) => new Set(all.filter((name) => !names.includes(name)));
  const listed = async (...allowed: readonly (ReadonlySet<string> | undefined)[]) => {
    const { asked, quote } = sitesThatAllow(...allowed);
    return { asked, ...(await usableFields(policy, quote)) };
  };

  it('are those of the policy that a site lets the project use, each with the sites that do', async () => {
    const { sites, fields } = await listed(but('PatientAge', 'Modality'), undefined, but('Modality'));
    expect(sites).toEqual(['s0', 's2']);
    expect(fields.map(({ name }) => name)).toEqual([...but('Modality')]);
    expect(fields.find(({ name }) => name === 'PatientAge')).toEqual({
      name: 'PatientAge',
      range: { low: 0, high: 90, step: 1, unit: 'years', bins: [0, 18, 30, 40, 50, 60, 70, 80, 90] },
      uses: ['where', 'cohort', 'by', 'sum', 'mean', 'variance', 'quantiles', 'histogram', 'moments'],
      sites: ['s2'],
    });
    const sex = { name: 'PatientSex', values: ['F', 'M', 'O', 'OTHER'], uses: ['where', 'cohort', 'by'] };
    expect(fields.find(({ name }) => name === 'PatientSex')).toEqual({ ...sex, sites: ['s0', 's2'] });
  });

  it('are for conditions alone where the policy has a filter', async () => {
    const filter = [...policy.columns.values()].find(({ field }) => field.role === 'filter')?.field.keyword;
    const { fields } = await listed(but());
    expect(fields.find(({ name }) => name === filter)?.uses).toEqual(['where', 'cohort']);
  });

  it('cost each dry run once, however many sites there are', async () => {
    const one = await listed(but('Modality'));
    const three = await listed(but('Modality'), but('Modality'), but('Modality'));
    expect(three.asked).toEqual(one.asked);
  });

  it.each([
    ['is silent', undefined],
    ['is busy', { state: 'refused', code: 'busy' }],
    ['no longer lets the asker in', { state: 'refused', code: 'expired' }],
  ])('are without a site that priced one question and then %s', async (_, later) => {
    const { quote } = sitesThatAllow(but('Modality'), but('PatientAge'));
    let asked = 0;
    const falling = (from: number, whom: readonly string[]) => async (draft: Draft) => {
      asked += 1;
      const { sites } = await quote(draft);
      const fallen = (site: string) => asked > from && whom.includes(site);
      return { sites: sites.map((one) => (fallen(one.site) ? { site: one.site, quote: later } : one)) };
    };
    for (const from of [1, 3]) {
      asked = 0;
      const { sites, fields } = await usableFields(policy, falling(from, ['s1']) as typeof quote);
      expect(sites).toEqual(['s0']);
      expect(fields.map(({ name, sites: at }) => [name, at])).toEqual(
        [...but('Modality')].map((name) => [name, ['s0']]),
      );
    }
    asked = 0;
    const nobody = usableFields(policy, falling(1, ['s0', 's1']) as typeof quote);
    await expect(nobody).rejects.toThrow(/^No site says what the project may use. s0: /);
  });

  it('are none where no site knows key or project, which is said', async () => {
    await expect(listed(undefined, undefined)).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('s0: '),
    });
  });
});
