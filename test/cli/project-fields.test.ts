import { describe, expect, it } from 'vitest';
import { projectFields } from '../../src/cli/workbench/project-fields.ts';
import type { Draft, FederatedQuote } from '../../src/contract/index.ts';

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
