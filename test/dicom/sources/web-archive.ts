import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

/** One data set in DICOM JSON. */
export type JsonHeader = Record<string, unknown>;

/** A series as the server of a test has it. */
export interface WebSeries {
  readonly study: string;
  readonly series: string;
  readonly instances: readonly JsonHeader[];
  /** What the list says of it; `undefined` for nothing. */
  readonly count?: number | undefined;
}

/** Answers a request in its own way; false leaves it to the archive. */
export type Misbehave = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A DICOMweb server on loopback, as well-behaved as its test wants. */
export interface WebArchive {
  /** Address of the service. */
  readonly base: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  misbehave: Misbehave;
  close(): Promise<void>;
}

/** Starts a server over `series`; identifying attributes are sent along in its list, as real servers do. */
export async function webArchive(
  series: readonly WebSeries[],
  secure?: { readonly key: string; readonly cert: string },
): Promise<WebArchive> {
  const asked: string[] = [];
  const archive: { misbehave: Misbehave } = { misbehave: () => false };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(request.url ?? '');
    if (!archive.misbehave(request, response)) {
      answer(series, request, response);
    }
  };
  const server = secure === undefined ? createServer(listener) : createSecureServer(secure, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    base: `${secure === undefined ? 'http' : 'https'}://127.0.0.1:${port}/dicom-web`,
    asked,
    get misbehave() {
      return archive.misbehave;
    },
    set misbehave(how: Misbehave) {
      archive.misbehave = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(all: readonly WebSeries[], request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', 'http://localhost');
  const metadata = /^\/dicom-web\/studies\/([^/]+)\/series\/([^/]+)\/metadata$/.exec(url.pathname);
  if (url.pathname === '/dicom-web/series') {
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? all.length);
    reply(response, all.slice(offset, offset + limit).map(listed));
    return;
  }
  const found = all.find(({ study, series }) => study === metadata?.[1] && series === metadata?.[2]);
  if (found === undefined) {
    response.writeHead(404).end();
    return;
  }
  reply(response, found.instances);
}

/** Sends JSON as such a server does. */
export function reply(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
}

/** One entry of the list of series. */
export function listed({ study, series, count }: WebSeries): JsonHeader {
  return {
    '00080020': { vr: 'DA', Value: ['20200102'] },
    '00080050': { vr: 'SH', Value: ['ACC-LISTED'] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'LISTED^NAME' }] },
    '00100020': { vr: 'LO', Value: ['ID-LISTED'] },
    '0020000D': { vr: 'UI', Value: [study] },
    '0020000E': { vr: 'UI', Value: [series] },
    ...(count !== undefined && { '00201209': { vr: 'IS', Value: [count] } }),
  };
}

/** The least that an instance has, and more elements. */
export function instance(
  ids: { patient: string; study: string; series: string; instance: string },
  more: JsonHeader = {},
): JsonHeader {
  return {
    '00080018': { vr: 'UI', Value: [ids.instance] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'DOE^JO' }] },
    '00100020': { vr: 'LO', Value: [ids.patient] },
    '0020000D': { vr: 'UI', Value: [ids.study] },
    '0020000E': { vr: 'UI', Value: [ids.series] },
    ...more,
  };
}

/** Series `n`: of its own patient and study, with `size` instances. */
export function goodSeries(n: number, size = 1): WebSeries {
  const ids = { patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}` };
  const instances = Array.from({ length: size }, (_, at) =>
    instance({ ...ids, instance: `1.4.${n}.${at}` }, { '00180050': { vr: 'DS', Value: [5] } }),
  );
  return { study: ids.study, series: ids.series, instances, count: size };
}
