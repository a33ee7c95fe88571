import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSfumatoError, LIMITS, systemClock } from '../../../src/base/index.ts';
import { type IngestOptions, readQuarantined } from '../../../src/dicom/index.ts';
import { SEAL_KEY } from '../ingesting.ts';
import { goodSeries, listed, reply, type WebSeries } from './web-archive.ts';
import { tenSeries, webSite } from './web-site.ts';

// A DICOMweb server may be broken, slow or malicious. Whatever it sends, an ingest ends, and says what it couldn't read.

const site = webSite();

type How = (response: ServerResponse, times: number) => void;

/** Answers for some series as they say, and leaves the others to the site.archive. */
function spoil(spoilt: Readonly<Record<string, How>>): void {
  const times = new Map<string, number>();
  site.archive.misbehave = (request, response) => {
    const series = /\/series\/([^/]+)\/metadata/.exec(request.url ?? '')?.[1] ?? '';
    const how = spoilt[series];
    times.set(series, (times.get(series) ?? 0) + 1);
    how?.(response, times.get(series) ?? 0);
    return how !== undefined;
  };
}

/** What a series can be answered with, and as what it is then quarantined. */
const BAD_ANSWERS: readonly (readonly [string, How, string])[] = [
  ...[404, 410, 403, 400, 500, 503].map(
    (code) =>
      [
        `is ${code}`,
        (response: ServerResponse) => void response.writeHead(code).end('{"PatientName": "X"}'),
        'source-failed',
      ] as const,
  ),
  ['breaks off', (response) => void response.end('[{"00080018": {"vr": "UI", "Val'), 'source-failed'],
  ['is an empty list', (response) => void response.end('[]'), 'source-failed'],
  ['has no body', (response) => void response.writeHead(204).end(), 'source-failed'],
  [
    'sends elsewhere',
    (response) => void response.writeHead(302, { location: '/dicom-web/series' }).end(),
    'source-failed',
  ],
  ['hangs up', (response) => void response.destroy(), 'source-failed'],
  ['is a page for people', (response) => void response.end('<html><body>Sign in</body></html>'), 'source-invalid'],
  ['is an object', (response) => void response.end('{"00080018": {"vr": "UI"}}'), 'source-invalid'],
  ['is a list of texts', (response) => void response.end('["P1", "P2"]'), 'source-invalid'],
  ['goes on after its end', (response) => void response.end('[{}] [{}]'), 'source-invalid'],
  ['is nested without end', (response) => void response.end(`[${'{"a":['.repeat(50_000)}`), 'source-invalid'],
  ['has too many values', (response) => void response.end(`[{"a":[${'1,'.repeat(600_000)}1]}]`), 'source-invalid'],
  ['is no JSON inside', (response) => void response.end('[{"00080018": nonsense}]'), 'source-invalid'],
  ['is no UTF-8', (response) => void response.end(Buffer.from('[{"a": "\xe9"}]', 'latin1')), 'source-invalid'],
  ['has an element that is none', (response) => reply(response, [{ '00180050': 'five' }]), 'source-invalid'],
  ['is an instance of nobody', (response) => reply(response, [{ '00080018': { Value: ['1'] } }]), 'no-patient-id'],
  [
    'never ends in one value',
    (response) => endlessly(response, '[{"00100020": {"vr": "LO", "Value": ["', 'A'.repeat(1_048_576)),
    'source-invalid',
  ],
];

/** Sends a beginning and then the same again and again. */
function endlessly(response: ServerResponse, beginning: string, more: string): void {
  const send = (): void => {
    while (!response.destroyed && response.write(more)) {}
  };
  response.write(beginning);
  response.on('drain', send);
  send();
}

describe('a series that the server cannot give', () => {
  test('costs itself only, whatever the answer is', async () => {
    const all = BAD_ANSWERS.flatMap((_, n) => [goodSeries(2 * n, 2), goodSeries(2 * n + 1)]);
    await site.serve(all);
    spoil(Object.fromEntries(BAD_ANSWERS.map(([, how], n) => [`1.3.${2 * n}`, how])));
    expect(await site.ingested()).toMatchObject({ read: all.length, stored: BAD_ANSWERS.length, known: 0 });
    const { siteFolder } = site.at;
    const { files: found } = await readQuarantined({ siteFolder, sealKey: SEAL_KEY });
    const reasonOf = new Map(found.map(({ path, reason }) => [path, reason]));
    const reasons = BAD_ANSWERS.map(([what], n) => [
      what,
      reasonOf.get(`${site.archive.base}/studies/1.2.${2 * n}/series/1.3.${2 * n}`),
    ]);
    expect(reasons).toEqual(BAD_ANSWERS.map(([what, , reason]) => [what, reason]));
    const tries = (n: number) => site.archive.asked.filter((path) => path.includes(`/1.3.${2 * n}/`)).length;
    const triesOf = Object.fromEntries(BAD_ANSWERS.map(([what], n) => [what, tries(n)]));
    expect(triesOf).toMatchObject({
      'is 404': 1,
      'is 500': LIMITS.archiveTriesMax,
      'breaks off': LIMITS.archiveTriesMax,
    });
    // The server is mended: what it couldn't give is asked for again, and only that.
    site.archive.misbehave = () => false;
    const again = await site.ingested();
    expect(again).toMatchObject({ stored: 2 * BAD_ANSWERS.length, known: BAD_ANSWERS.length, quarantined: {} });
  });

  test('costs itself only when the answer takes too long, or never ends', async () => {
    await site.serve(tenSeries());
    spoil({
      '1.3.2': (response) => {
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
        response.write('[');
      },
      '1.3.4': (response) => endlessly(response, '[', ' '.repeat(65_536)),
      '1.3.6': () => undefined,
    });
    const report = await site.ingested({ children: 2, pace: { replyMsMax: 500, retryMs: 1 } });
    expect(report).toMatchObject({ stored: 21, quarantined: { 'source-failed': 3 } });
  });

  test('is tried again, and stored when it comes at last', async () => {
    await site.serve(tenSeries());
    spoil({
      '1.3.4': (response, times) =>
        times < 3 ? response.writeHead(503).end() : reply(response, goodSeries(4, 3).instances),
    });
    expect(await site.ingested()).toMatchObject({ stored: 30, quarantined: {} });
  });

  test('is named by keyed hash, and by its address only to who has the key', async () => {
    await site.serve(tenSeries());
    spoil({ '1.3.4': (response) => void response.writeHead(404).end() });
    await site.ingested();
    const { siteFolder } = site.at;
    const list = readFileSync(join(siteFolder, 'quarantine', 'files.jsonl'), 'latin1');
    expect(list).toMatch(/^\{"fileKey":"[0-9a-f]{32}","reason":"source-failed","sealedPath":"[\w-]+"\}\n$/);
    expect((await readQuarantined({ siteFolder, sealKey: SEAL_KEY })).files).toMatchObject([
      { path: `${site.archive.base}/studies/1.2.4/series/1.3.4` },
    ]);
  });

  test('is refused where its UIDs could lead elsewhere', async () => {
    const odd = ['..', 'a/b', '1.2?x=1', '', 'x'.repeat(200), '1.2%2f', 'é'];
    await site.serve([...tenSeries(), ...odd.map((series) => ({ ...goodSeries(20), series }))]);
    expect(await site.ingested()).toMatchObject({ stored: 30, quarantined: { 'source-invalid': odd.length } });
    expect(site.archive.asked.filter((path) => path.includes('/metadata')).length).toBe(10);
  });

  test('costs only its broken instances when others can be read', async () => {
    await site.serve(tenSeries());
    const [good] = goodSeries(4).instances;
    spoil({
      '1.3.4': (response) =>
        reply(response, [good, { '00180050': 7, '00100020': { Value: ['P4'] } }, { '00100020': { vr: 'LO' } }]),
    });
    const report = await site.ingested();
    expect(report).toMatchObject({ read: 30, stored: 28, quarantined: { 'source-invalid': 1, 'no-patient-id': 1 } });
  });
});

describe('a list of series', () => {
  const list = (entries: readonly WebSeries[]) => entries.map(listed);
  const lists = (how: (offset: number, response: ServerResponse) => void): void => {
    site.archive.misbehave = (request, response) => {
      const url = new URL(request.url ?? '', site.archive.base);
      if (url.pathname !== '/dicom-web/series') {
        return false;
      }
      how(Number(url.searchParams.get('offset')), response);
      return true;
    };
  };

  test('that is the same for every offset is read once, and said to be in doubt', async () => {
    const series = tenSeries();
    await site.serve(series);
    lists((_, response) => reply(response, list(series)));
    expect(await site.ingested()).toMatchObject({ stored: 30, listInDoubt: true });
  });

  test('that goes round is read once, and said to be in doubt', async () => {
    const series = tenSeries();
    await site.serve(series);
    lists((offset, response) =>
      reply(response, list([series[offset % 10], series[(offset + 1) % 10]].filter(isThere))),
    );
    expect(await site.ingested()).toMatchObject({ stored: 30, listInDoubt: true });
  });

  test('that is longer than was asked for is read to its end', async () => {
    const series = Array.from({ length: LIMITS.pageSeries + 10 }, (_, n) => goodSeries(n));
    await site.serve(series);
    lists((offset, response) => (offset === 0 ? reply(response, list(series)) : response.writeHead(204).end()));
    const report = await site.ingested({ children: 2 });
    expect(report).toMatchObject({ stored: series.length });
    expect(report.listInDoubt).toBeUndefined();
  });

  describe('from which series go while it is read', () => {
    const series = Array.from({ length: LIMITS.pageSeries + 20 }, (_, n) => goodSeries(n));

    /** What an ingest says where so many of the first series are deleted once a page was listed, and so many come before all. */
    async function ingestedWhile({ deleted, added = 0 }: { deleted: number; added?: number }) {
      const newer = Array.from({ length: added }, (_, n) => goodSeries(series.length + n));
      await site.serve([...series, ...newer]);
      const later = [...newer, ...series.slice(deleted)];
      let pages = 0;
      lists((offset, response) => {
        pages += 1;
        const now = pages === 1 ? series : later;
        reply(response, list(now.slice(offset, offset + LIMITS.pageSeries)));
      });
      return site.ingested({ children: 2 });
    }

    test('is read to its end all the same where few go', async () => {
      const report = await ingestedWhile({ deleted: LIMITS.pageOverlapSeries - 1 });
      expect(report).toMatchObject({ stored: series.length, known: 0 });
      expect(report.listInDoubt).toBeUndefined();
    });

    test('is said to be in doubt where so many go that others may be passed over', async () => {
      const report = await ingestedWhile({ deleted: LIMITS.pageOverlapSeries + 5 });
      expect(report).toMatchObject({ stored: series.length - 5, listInDoubt: true });
      expect([...site.staging.sources.values()]).toMatchObject([{ whole: false }]);
    });

    test('is said to be in doubt where it ends before what was listed', async () => {
      expect(await ingestedWhile({ deleted: LIMITS.pageSeries })).toMatchObject({ listInDoubt: true });
    });

    test('counts none twice where others come', async () => {
      const report = await ingestedWhile({ deleted: 3, added: 10 });
      expect(report).toMatchObject({ stored: series.length, known: 0 });
      expect(site.staging.rows).toHaveLength(series.length);
    });
  });

  test('that fails now and then is asked for again', async () => {
    const series = tenSeries();
    await site.serve(series);
    let times = 0;
    lists((offset, response) => {
      times += 1;
      return times % 2 === 1 ? response.writeHead(500).end() : reply(response, list(series.slice(offset, offset + 4)));
    });
    expect(await site.ingested()).toMatchObject({ stored: 30 });
  });

  test.each<[string, (response: ServerResponse) => void, string, RegExp]>([
    ['wants to know who asks', (response) => void response.writeHead(401).end(), 'peer-invalid', /--header-file/],
    ['is busy', (response) => void response.writeHead(429).end(), 'peer-invalid', /is busy/],
    ['is down for a while', (response) => void response.writeHead(503).end(), 'peer-invalid', /is busy/],
    ['is not there', (response) => void response.writeHead(404).end(), 'peer-invalid', /has no list of series/],
    [
      'sends elsewhere',
      (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'peer-invalid',
      /not followed/,
    ],
    ['is broken', (response) => void response.writeHead(500).end(), 'peer-invalid', /gives no list/],
    [
      'is a page for people',
      (response) => void response.end('<html>LISTED^NAME</html>'),
      'peer-invalid',
      /gives no list/,
    ],
    ['breaks off', (response) => void response.end('[{"00100010": "LISTED^NAME"'), 'peer-invalid', /gives no list/],
    ['hangs up', (response) => void response.destroy(), 'unreachable-peer', /cannot be reached/],
  ])('that %s ends in one sentence', async (_, how, code, says) => {
    await site.serve(tenSeries());
    lists((_offset, response) => how(response));
    const failure = await site.ingested().catch((error: unknown) => error);
    expect(isSfumatoError(failure) && failure.code).toBe(code);
    expect(String(failure)).toMatch(says);
    expect(String(failure)).toContain(site.archive.base);
    expect(String(failure)).not.toContain('LISTED');
  });

  test('of a server that does not let in whom the header file names says that', async () => {
    await site.serve(tenSeries());
    lists((_offset, response) => response.writeHead(403).end());
    const headerFile = join(site.at.root, 'pacs.header');
    writeFileSync(headerFile, 'reader:wrong', { mode: 0o600 });
    await expect(site.ingested({ headerFile })).rejects.toThrow(/does not let in whom the header file names/);
  });

  test('that goes on within one page is not read beyond its bound, and an interruption is heard meanwhile', async () => {
    await site.serve([]);
    lists((_offset, response) => endlessly(response, '[', '{},'.repeat(20_000)));
    const failure = await site.ingested().catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'peer-invalid')).toBe(true);
    expect(String(failure)).toContain(`lists more than ${LIMITS.pageSeriesMax} series at once, asked for 500`);
    expect(site.archive.asked).toHaveLength(1);
    // Interrupted as soon as the first piece of the page is on its way.
    const stopping = new AbortController();
    const beganMs = performance.now();
    lists((_offset, response) => {
      endlessly(response, '[', ' '.repeat(65_536));
      setTimeout(() => stopping.abort(), 50);
    });
    expect(await site.ingested({ signal: stopping.signal })).toMatchObject({ read: 0 });
    expect(performance.now() - beganMs).toBeLessThan(5_000);
  });

  test('that is refused while it is counted leaves nothing running', async () => {
    await site.serve([]);
    lists((_offset, response) => endlessly(response, '[', '{},'.repeat(20_000)));
    let waits = 0;
    const clock: IngestOptions['clock'] = {
      wallMs: systemClock.wallMs,
      monotonicMs: systemClock.monotonicMs,
      until(atMs, stop) {
        waits += 1;
        return systemClock.until(atMs, stop);
      },
    };
    const failure = await site.ingested({ clock, onProgress: () => undefined }).catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'peer-invalid')).toBe(true);
    const soFar = waits;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(waits - soFar).toBeLessThan(2);
  });

  test('of which too many entries cannot be asked for is given up', async () => {
    await site.serve([]);
    const each = LIMITS.listedOddMax / 2;
    lists((offset, response) =>
      reply(
        response,
        Array.from({ length: each }, (_, n) => ({
          '0020000D': { Value: ['1'] },
          '0020000E': { Value: [`/${offset + n}`] },
        })),
      ),
    );
    const failure = await site.ingested().catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'peer-invalid')).toBe(true);
    expect(String(failure)).toContain(`lists more than ${LIMITS.listedOddMax} series without UIDs`);
  });

  test('holds no more of a text than a UID may have', async () => {
    await site.serve([]);
    const long = 'x'.repeat(1_000_000);
    lists((offset, response) =>
      reply(response, offset === 0 ? [{ '0020000D': { Value: ['1'] }, '0020000E': { Value: [long] } }] : []),
    );
    expect(await site.ingested()).toMatchObject({ quarantined: { 'source-invalid': 1 } });
    expect(statSync(join(site.at.siteFolder, 'quarantine', 'files.jsonl')).size).toBeLessThan(1_000);
  });

  test('of entries that are none of a series is all quarantined', async () => {
    await site.serve([]);
    const entries = [{}, { '0020000D': 'x' }, { '0020000E': { Value: [{}] } }, { '0020000D': { Value: [7, null] } }];
    lists((offset, response) => reply(response, offset === 0 ? entries : []));
    const report = await site.ingested();
    expect(report.stored).toBe(0);
    expect(report.quarantined['source-invalid']).toBeGreaterThan(0);
  });
});

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

describe('a server that goes away', () => {
  test('ends the ingest in one sentence, and the next ingest goes on where it stopped', async () => {
    await site.serve(Array.from({ length: 40 }, (_, n) => goodSeries(n)));
    const { base } = site.archive;
    let left = 12;
    site.archive.misbehave = (request, response) => {
      left -= request.url?.includes('/metadata') ? 1 : 0;
      if (left < 0) {
        response.destroy();
      }
      return left < 0;
    };
    const failure = await site.ingested().catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'unreachable-peer')).toBe(true);
    expect(String(failure)).toContain(`${base} cannot be reached. What answers at ${base} closes the connection`);
    const stored = site.staging.rows.length;
    expect(stored).toBeGreaterThanOrEqual(8);
    expect(stored).toBeLessThan(40);
    site.archive.misbehave = () => false;
    expect(await site.ingested()).toMatchObject({ stored: 40 - stored, known: stored });
  });

  test('is one sentence when it was never there', async () => {
    await site.serve([]);
    await site.archive.close();
    const failure = await site.ingested().catch((error: unknown) => error);
    expect(isSfumatoError(failure, 'unreachable-peer')).toBe(true);
    expect(String(failure)).toContain('the connection is refused: look at host and port, and whether it runs.');
    expect(site.staging.files.size).toBe(0);
  });
});
