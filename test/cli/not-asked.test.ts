import { describe, expect, it } from 'vitest';
import { askedOfNobody, notAskedOf } from '../../src/cli/ask/not-asked.ts';
import { quoted as outcomeOf } from '../../src/cli/ask/quoted.ts';
import { type FederatedQuote, type Quote, type RefusalCode, sentenceOf } from '../../src/contract/index.ts';

type Site = FederatedQuote['sites'][number];

/** What a site says: that it would answer, that its budget is spent, or nothing. */
const quoted = (covered: boolean) => ({ state: 'quoted', covered }) as Quote;
const yes = (site: string): Site => ({ site, state: 'answered', quote: quoted(true) });
const spent = (site: string): Site => ({ site, state: 'answered', quote: quoted(false) });
const gone = (site: string): Site => ({ site, state: 'unavailable' });

const objecting = (site: string, code: RefusalCode): Site => ({
  ...{ site, state: 'refused', reason: code },
  quote: { state: 'refused', site, code, sentence: sentenceOf(code) },
});

const whyOf = (sites: Site[], takes: { least: number; isTotal: boolean }, isPartWanted: boolean) =>
  notAskedOf({ sites }, takes, { isPartWanted, isDryRun: false });
const PLAIN = { least: 2, isTotal: false };
const TOTAL = { least: 2, isTotal: true };

describe('a question is not asked', () => {
  it('of fewer than all, unless a part is wanted', () => {
    const sites = [yes('a'), spent('b'), yes('c')];
    expect(whyOf(sites, PLAIN, false)).toMatchObject({ exitCode: 3, why: expect.stringContaining('--partial') });
    expect(whyOf(sites, PLAIN, true)).toBeUndefined();
    expect(whyOf([yes('a'), yes('b')], PLAIN, false)).toBeUndefined();
  });

  it('of any site, so that none stands there as if it had answered', () => {
    const sites = [yes('a'), spent('b'), objecting('c', 'not-member'), gone('d')];
    const states = askedOfNobody({ sites }).sites.map(({ state }) => state);
    expect(states).toEqual(['not-asked', 'out-of-budget', 'refused', 'unavailable']);
    expect(askedOfNobody({ sites }).sites.map(({ quote }) => quote)).toEqual(sites.map(({ quote }) => quote));
  });

  it('in a dry run in any case, which is said', () => {
    const dry = (sites: Site[], takes: typeof PLAIN) =>
      notAskedOf({ sites }, takes, { isPartWanted: false, isDryRun: true })?.why;
    const said = 'so the question would not be asked. This was a dry run, which is free.';
    expect(dry([yes('a'), gone('b'), yes('c')], PLAIN)).toBe(
      `b would not answer, ${said} Name the others with --sites, or ask with --partial for what the others say.`,
    );
    for (const takes of [TOTAL, { least: 3, isTotal: false }]) {
      const why = dry([yes('a'), gone('b'), yes('c')], takes);
      expect(why).toContain(said);
      expect(why).not.toContain('nothing was');
    }
  });

  it('in a dry run either, which ends as the question itself would', () => {
    const endOf = (sites: Site[], isDryRun: boolean) => {
      const notAsked = notAskedOf({ sites }, PLAIN, { isPartWanted: true, isDryRun });
      return outcomeOf({ sites }, notAsked).exitCode;
    };
    for (const isDryRun of [false, true]) {
      expect(endOf([objecting('a', 'not-approved'), gone('b')], isDryRun)).toBe(3);
      expect(endOf([gone('a'), gone('b')], isDryRun)).toBe(1);
    }
    expect(outcomeOf({ sites: [] }, undefined).exitCode).toBe(0);
  });

  it.each([false, true])('for a total that can’t come, with or without --partial: %s', (isPartWanted) => {
    expect(whyOf([yes('a'), spent('b'), yes('c')], TOTAL, isPartWanted)).toEqual({
      exitCode: 3,
      why: 'b would not answer, and a total is of every site that is asked, so nothing was asked and nothing was spent. Leave it out with --sites a,c, or ask for less ε, or have the budget raised.',
    });
    // Two are the fewest of whom there is a total.
    expect(whyOf([yes('a'), gone('b'), gone('c')], TOTAL, isPartWanted)).toEqual({
      exitCode: 1,
      why: 'b, c would not answer, and a total is of every site that is asked, so nothing was asked and nothing was spent. Ask again once they would answer.',
    });
  });

  it.each([false, true])('where fewer would answer than it takes, with or without --partial: %s', (isPartWanted) => {
    expect(whyOf([yes('a'), gone('b'), yes('c')], { least: 3, isTotal: false }, isPartWanted)).toEqual({
      exitCode: 1,
      why: 'b would not answer, which leaves 2 of the 3 sites that an answer takes, so nothing was asked and nothing was spent. Ask again once it would answer.',
    });
  });

  it.each<RefusalCode>(['unknown-field', 'unknown-value', 'epsilon-out-of-range', 'unsupported-shape'])(
    'as it stands where sites object to it: it is to be mended, not asked again later: %s',
    (code) => {
      const sites = [objecting('a', code), objecting('b', code), gone('c')];
      expect(whyOf(sites, PLAIN, false)?.why).toMatch(/spent\. Mend the question, as the sites’ words say\.$/);
      const total = whyOf([yes('a'), objecting('b', code), yes('c')], TOTAL, false)?.why;
      expect(total).toMatch(/Leave it out with --sites a,c, or mend the question, as the sites’ words say\.$/);
    },
  );

  it.each<RefusalCode>(['key-revoked', 'key-expired', 'project-ended', 'ethics-expired'])(
    'again later, where only another key or project helps: %s',
    (code) => {
      const why = whyOf([objecting('a', code), objecting('b', 'not-member')], PLAIN, true)?.why;
      expect(why).toMatch(/spent\. Have what the table says .* put right there: waiting changes nothing\.$/);
      expect(whyOf([objecting('a', code), gone('b')], PLAIN, true)?.why).toMatch(/Ask again once they would answer\.$/);
    },
  );

  it('for less where only budgets are in the way, which come back by no waiting', () => {
    expect(whyOf([spent('a'), spent('b')], PLAIN, true)?.why).toMatch(/Ask for less ε, or have the budget raised\.$/);
    expect(whyOf([spent('a'), gone('b')], PLAIN, true)?.why).toMatch(/Ask again once they would answer\.$/);
    expect(whyOf([yes('a')], PLAIN, true)?.why).not.toContain('less ε');
  });

  it.each<RefusalCode>(['unknown-key', 'not-approved', 'not-member'])(
    'by somebody, or for a project, whom none of the sites in the way knows, which no waiting mends: %s',
    (code) => {
      const check =
        'heck the spelling of --project, and that --key is the key you applied with, or apply for a project there (`sfumato project apply`).';
      const why = whyOf([objecting('a', code), objecting('b', 'not-approved')], PLAIN, false)?.why;
      expect(why).toBe(
        `a, b would not answer, which leaves 0 of the 2 sites that an answer takes, so nothing was asked and nothing was spent. C${check}`,
      );
      const total = whyOf([yes('a'), objecting('b', code), yes('c')], TOTAL, false)?.why;
      expect(total?.endsWith(`Leave it out with --sites a,c, or c${check}`)).toBe(true);
      expect(whyOf([objecting('a', code), gone('b')], PLAIN, false)?.why).toMatch(
        /Ask again once they would answer\.$/,
      );
    },
  );

  it('for now where sites object to who asks, or when', () => {
    const sites = [objecting('a', 'frozen'), objecting('b', 'agreement-missing')];
    expect(whyOf(sites, PLAIN, false)?.why).toMatch(/Ask again once they would answer\.$/);
  });
});
