import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/base/index.ts';
import { goodSeries, listed, reply, type WebSeries } from './web-archive.ts';
import { webSite } from './web-site.ts';

// A server's list is read page by page, while a server cuts its replies short and a hospital goes on working.

const site = webSite();

const seriesOf = (length: number): readonly WebSeries[] => Array.from({ length }, (_, n) => goodSeries(n));

/** Serves the list that a page is of, from its offset on, as many as there may be: by its number, from 1. */
function lists(pageOf: (page: number) => { readonly series: readonly WebSeries[]; readonly most?: number }): void {
  let page = 0;
  site.archive.misbehave = (request, response) => {
    const url = new URL(request.url ?? '', site.archive.base);
    if (url.pathname !== '/dicom-web/series') {
      return false;
    }
    page += 1;
    const { series, most = LIMITS.pageSeries } = pageOf(page);
    const offset = Number(url.searchParams.get('offset'));
    reply(response, series.slice(offset, offset + most).map(listed));
    return true;
  };
}

describe('a list of series', () => {
  test.each([90, 1])('of which the second page holds but %d is read to its end all the same', async (short) => {
    const series = seriesOf(LIMITS.pageSeries + 120);
    await site.serve(series);
    lists((page) => ({ series, most: page === 2 ? short : LIMITS.pageSeries }));
    const report = await site.ingested({ children: 2 });
    expect(report).toMatchObject({ stored: series.length, known: 0 });
    expect(report.listInDoubt).toBeUndefined();
  });

  test('of which the second page is empty is said to be in doubt', async () => {
    const series = seriesOf(LIMITS.pageSeries + 20);
    await site.serve(series);
    lists((page) => ({ series, most: page === 2 ? 0 : LIMITS.pageSeries }));
    expect(await site.ingested({ children: 2 })).toMatchObject({ stored: LIMITS.pageSeries, listInDoubt: true });
  });

  test('that loses its end while it is read is in no doubt', async () => {
    const series = seriesOf(LIMITS.pageSeries);
    await site.serve(series);
    lists((page) => ({ series: page === 1 ? series : series.slice(0, -3) }));
    const report = await site.ingested({ children: 2 });
    expect(report).toMatchObject({ stored: series.length });
    expect(report.listInDoubt).toBeUndefined();
  });

  test('that answers with the same few series for ever is said to be in doubt', async () => {
    const series = seriesOf(LIMITS.pageSeries);
    await site.serve(series);
    site.archive.misbehave = (request, response) => {
      const url = new URL(request.url ?? '', site.archive.base);
      if (url.pathname !== '/dicom-web/series') {
        return false;
      }
      const isFirst = url.searchParams.get('offset') === '0';
      reply(response, (isFirst ? series : series.slice(7, 57)).map(listed));
      return true;
    };
    expect(await site.ingested({ children: 2 })).toMatchObject({ stored: series.length, listInDoubt: true });
  });

  test('in which a series grows from one page to the next has it fetched once', async () => {
    const series = seriesOf(LIMITS.pageSeries + 20);
    await site.serve(series);
    const grown = LIMITS.pageSeries - 10;
    const later = series.map((one, n) => (n === grown ? goodSeries(n, 2) : one));
    lists((page) => ({ series: page === 1 ? series : later }));
    expect(await site.ingested({ children: 2 })).toMatchObject({ read: series.length, stored: series.length });
    expect(site.archive.asked.filter((path) => path.includes(`/1.3.${grown}/metadata`))).toHaveLength(1);
  });
});
