import { describe, expect, it } from 'vitest';
import { analysedEffects } from '../../src/cli/meta/analysed.ts';
import { readEffects } from '../../src/cli/meta/read-effects.ts';

const WANTED = { method: 'REML', test: 'z', confidence: '0.95' } as const;

function analysed(rows: string) {
  return analysedEffects({ sites: readEffects(`label,effect,variance\n${rows}`), without: [] }, WANTED);
}

describe('one site', () => {
  const { document, text } = analysed('A,0.3,0.04\n');

  it('promises nothing of another', () => {
    expect(text).toContain('What lies between sites, and the effect of another site, are not estimable from one.');
    expect(text).not.toMatch(/is expected in|τ² =|I² =/);
    expect(JSON.parse(JSON.stringify(document))).toMatchObject({
      ...{ k: 1, estimate: 0.3, pi: null, tau2: null, tau2Ci: null, I2: null, H2: null },
    });
  });

  it('is what is left of two, without heterogeneity', () => {
    expect(analysed('A,0.3,0.04\nB,0.1,0.04\n').text).toMatch(/^A +0\.100 +\[-0\.292, 0\.492\] +– +–$/m);
  });
});
