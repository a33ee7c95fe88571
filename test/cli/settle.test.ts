import { describe, expect, it, vi } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { settle } from '../../src/cli/ask/compose.ts';
import { questions } from '../../src/cli/workbench/questions.ts';
import type { DraftRequest, FederatedQuote, Quote } from '../../src/contract/index.ts';
import type { Wanted } from '../../src/dashboard/index.ts';
import { PIECE } from '../support/spoken-site.ts';

const entropy = systemEntropy();
const draft: DraftRequest = {
  ...{ version: 1, id: '0'.repeat(32), project: 'p', key: 'k', sites: ['a', 'b', 'liar'], minSites: 2, maxAttempts: 1 },
  ...{ policy: 'imaging-metadata@1.1.0', expires: 1 },
  query: { count: 'patients', blocks: [2026], accuracy: { halfWidth: 20, confidence: '0.95' } },
};

function quoted(epsilons: Readonly<Record<string, string>>): FederatedQuote {
  const sites = Object.entries(epsilons).map(([site, epsilon]) => {
    const quote: Quote = {
      ...{ state: 'quoted', site, policy: draft.policy, queryHash: 'c'.repeat(64), epsilon, pieces: [PIECE], cells: 1 },
      measures: [{ kind: 'count', of: 'patients', fields: [], perGroup: 1 }],
      ...{ timeClassSeconds: 1, blocks: [2026], cost: { epsilon, stored: false }, covered: true, moreSuch: 1 },
    };
    return { site, state: 'answered' as const, quote };
  });
  return { sites };
}

describe('the ε of a question for accuracy', () => {
  it('is what all sites say that it takes', () => {
    const { query } = settle(draft, quoted({ a: '0.15', b: '0.15', liar: '0.15' }));
    expect(query).toEqual({ count: 'patients', blocks: [2026], epsilon: '0.15' });
  });

  it('is never what one of them says', () => {
    const signing = () => settle(draft, quoted({ a: '0.15', b: '0.15', liar: '2' }));
    expect(signing).toThrow(/a: ε 0\.15; b: ε 0\.15; liar: ε 2.*nothing was signed.*give epsilon itself/);
    const { query } = settle(
      { ...draft, query: { count: 'patients', blocks: [2026], epsilon: '0.3' } },
      quoted({ a: '0.15', liar: '2' }),
    );
    expect(query.epsilon).toBe('0.3');
  });
});

describe('a workbench', () => {
  it('says before asking that the sites differ, and then asks nobody', async () => {
    const quote = quoted({ a: '0.15', liar: '2' });
    const facts = {
      ...{
        protocol: 1,
        policy: 'imaging-metadata@1.1.0',
        deidentificationHash: '',
        disclosureHash: '',
        blocks: [2026],
      },
      ...{ minSites: 2, logKey: '', serving: true },
    } as const;
    const sites = ['a', 'liar'].map((site) => ({ site, facts: { ...facts, site } }));
    const ask = vi.fn();
    const client = {
      ask,
      dryRun: async () => quote,
      facts: async () => ({ protocol: 1 as const, minSites: 2, sites }),
    };
    const { count, accuracy } = draft.query;
    const wanted = { draft: { count, accuracy }, sites: [], total: false } as Wanted;
    const askingOf = () => ({ draft: wanted.draft, project: 'p', secretKey: new Uint8Array(32), nowMs: 0, entropy });
    const asked = questions({ client: client as never, folder: '/nowhere', askingOf });
    await expect(asked.quote(wanted)).rejects.toThrow('nothing was signed');
    expect(await asked.ask(wanted, '')).toBeUndefined();
    expect(ask).not.toHaveBeenCalled();
  });
});
