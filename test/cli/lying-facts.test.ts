import { describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { composeDraft } from '../../src/cli/ask/compose.ts';
import type { SiteFacts } from '../../src/contract/index.ts';
import { analyst } from '../support/signing.ts';

const draft = { count: 'patients', epsilon: '0.5' } as const;
const asking = { draft, project: 'lung', secretKey: analyst().secretKey, nowMs: 0, entropy: systemEntropy() };

function factsOf(site: string, change: Partial<SiteFacts> = {}) {
  const hashes = { deidentificationHash: 'a'.repeat(64), disclosureHash: 'b'.repeat(64) };
  const facts: SiteFacts = {
    ...{ protocol: 1, site, policy: 'imaging-metadata@1.2.0', ...hashes, logKey: 'k', serving: true },
    ...{ blocks: [2025, 2026], minSites: 2, ...change },
  };
  return { site, facts };
}

const composed = (change: Partial<SiteFacts>, more: readonly string[] = []) =>
  composeDraft(asking, {
    ...{ protocol: 1, minSites: 2 },
    sites: [factsOf('harbour'), factsOf('liar', change), ...more.map((site) => factsOf(site))],
  });

describe('a site whose facts keep a question from being put together', () => {
  it('is named where it states more years than a question may name', () => {
    expect(composed({ blocks: [2024] }).query.blocks).toEqual([2024, 2025, 2026]);
    const blocks = Array.from({ length: 200 }, (_, at) => 3000 + at);
    expect(() => composed({ blocks })).toThrow(/^The sites state 202 intake years together, liar alone 200, which/);
  });

  it('is named where it demands more sites than the coordinator does', () => {
    expect(() => composed({ minSites: 400 })).toThrow(
      'An answer here takes at least 400 sites where liar is among them, and 2 are asked; name more of them.',
    );
    // The others are enough without it.
    expect(() => composed({ minSites: 400 }, ['hillside'])).toThrow(
      'where liar is among them, and 3 are asked; name more of them, or leave out liar by --sites.',
    );
  });
});
