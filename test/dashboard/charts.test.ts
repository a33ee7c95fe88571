import { describe, expect, it } from 'vitest';
import { burnDown, projectedEnd } from '../../src/dashboard/charts/burn-down.ts';
import { forestPlot } from '../../src/dashboard/charts/forest.ts';
import { shareBars } from '../../src/dashboard/charts/share-bars.ts';
import { drawSvg, paletteOf } from '../../src/dashboard/charts/svg.ts';
import { drawnOf } from '../../src/dashboard/site/budgets/budgets.tsx';
import { questionsLeft, worstCertainty } from '../../src/dashboard/site/budgets/worth.ts';

const HOSTILE = '<script>x</script>&"';
const light = paletteOf('light');

describe('a chart', () => {
  it('is one picture with a title of its own, in which names stay names', async () => {
    const rows = [
      { label: HOSTILE, estimate: 1, low: 0.5, high: 1.5, weight: 40 },
      { label: 'all', estimate: 1.2, low: 0.9, high: 1.4 },
    ];
    const pictures = await Promise.all([
      drawSvg(shareBars([{ name: HOSTILE, main: 0.2, second: 0.1 }], light, HOSTILE)),
      drawSvg(forestPlot(rows, light, { title: HOSTILE })),
      drawSvg(
        burnDown({ days: [{ day: 20_000, left: 4, spent: 1 }], today: 20_010, cap: 5 }, light, {
          title: HOSTILE,
          lang: 'en',
        }),
      ),
    ]);
    for (const picture of pictures) {
      expect(picture).toMatch(/^<svg role="img" [^>]*><title>&lt;script&gt;/);
      expect(picture).not.toContain('<script');
      expect(picture.trimEnd().endsWith('</svg>')).toBe(true);
    }
    expect(pictures[1]).toContain('polygon');
  });

  it('has the colours of the page: another one in the dark', async () => {
    const bars = [{ name: 'a', main: 0.5, second: 0 }];
    expect(await drawSvg(shareBars(bars, light, ''))).toContain(light.main);
    expect(await drawSvg(shareBars(bars, paletteOf('dark'), ''))).not.toContain(light.main);
    expect(paletteOf('"><x>')).toEqual(light);
  });
});

it('of budgets shows those of which most is spent, where there are very many', () => {
  const meters = Array.from({ length: 31 }, (_, at) => ({ meter: `analyst:a${at}`, cap: '100', spent: String(at) }));
  const drawn = (count: number) => drawnOf(meters.slice(0, count) as never).map(({ meter }) => meter);
  expect(drawn(30)).toEqual(meters.slice(0, 30).map(({ meter }) => meter));
  expect(drawn(31)).toEqual(
    meters
      .slice(1)
      .map(({ meter }) => meter)
      .reverse(),
  );
});

const PLAIN = { title: '', lang: 'en' } as const;

describe('the projected end of a budget', () => {
  const today = 20_000;
  it('follows from what was spent in the last four weeks', () => {
    const days = [
      { day: today - 100, left: 50, spent: 9 },
      { day: today - 27, left: 40, spent: 10 },
      { day: today, left: 26, spent: 14 },
    ];
    // 24 in 28 days; 26 are left.
    expect(projectedEnd({ days, today, cap: 50 })).toBe(today + Math.ceil((26 * 28) / 24));
  });

  it('is today where nothing is left, and not known where nothing was spent', () => {
    expect(projectedEnd({ days: [{ day: today - 9, left: 0, spent: 5 }], today, cap: 5 })).toBe(today);
    expect(projectedEnd({ days: [{ day: today - 9, left: 5, spent: 0 }], today, cap: 5 })).toBe('far');
    const over = { days: [{ day: today - 9, left: 5, spent: 5 }], today, cap: 10, isOver: true };
    expect(projectedEnd(over)).toBe('over');
    expect(JSON.stringify(burnDown(over, light, PLAIN).option)).toContain('"data":[],"lineStyle":{"color":"#');
  });

  it('counts what the first day took, of a young budget too, and says in its first days that it is too early', () => {
    const first = { left: 0.74, spent: 9.26 };
    expect(projectedEnd({ days: [{ day: today, ...first }], today, cap: 10 })).toBe('too-early');
    expect(projectedEnd({ days: [{ day: today - 5, ...first }], today, cap: 10 })).toBe('too-early');
    // 9.26 in 10 days; 0.74 is left.
    expect(projectedEnd({ days: [{ day: today - 9, ...first }], today, cap: 10 })).toBe(today + 1);
    expect(projectedEnd({ days: [{ day: today, left: 0, spent: 10 }], today, cap: 10 })).toBe(today);
  });

  it('is drawn from what was there before the first day took anything', () => {
    const { option } = burnDown({ days: [{ day: today, left: 0.74, spent: 9.26 }], today, cap: 10 }, light, PLAIN);
    expect(JSON.stringify(option)).toContain(`[[${today},10],[${today},0.74],[${today + 1},0.74]]`);
  });

  it('takes more budget for no negative spending', () => {
    const days = [
      { day: today - 9, left: 1, spent: 0 },
      { day: today - 5, left: 11, spent: 0 },
    ];
    expect(projectedEnd({ days, today, cap: 11 })).toBe('far');
  });
});

describe('what is left', () => {
  it('pays for as many questions as go into it whole, by the way the site counts', () => {
    expect(questionsLeft('1', 'pure', 300_000_000n)).toBe(3n);
    expect(questionsLeft('0.299999999', 'pure', 300_000_000n)).toBe(0n);
    // ρ = ε²/2: of 0.1, 0.005 a question.
    expect(questionsLeft('0.0149', 'zcdp', 100_000_000n)).toBe(2n);
  });

  it('tells the worst case as e^ε/(1 + e^ε), never rounded down', () => {
    expect(worstCertainty(0)).toBe('50');
    expect(worstCertainty(1)).toBe('73.2');
    expect(worstCertainty(2)).toBe('88.1');
    expect(worstCertainty(9.146)).toBe('99.99');
    expect(worstCertainty(10)).toBe('99.996');
    expect(worstCertainty(20)).toBe('99.9999998');
    expect(worstCertainty(50)).toBe('100');
  });
});
