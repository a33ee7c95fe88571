import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JsonDataSet, jsonInstance } from './dicom-json.ts';
import type { Plan, PlannedSeries } from './plan.ts';

/** A DICOMweb server on loopback. */
export interface WebServer {
  /** Address of the service. */
  readonly base: string;
  close(): Promise<void>;
}

/** How a reply is given in the place of the right one. */
export type Reply = (response: ServerResponse, body: string) => void;

/** A series of the server's list, and what is told of it. */
export interface Listed {
  readonly study: string;
  readonly series: string;
  readonly instances: readonly JsonDataSet[];
  /** Each time that it is asked for; else as it should. */
  readonly reply?: Reply;
}

/** The planted series as a server has them. */
export function listedSeries(plan: Plan): readonly Listed[] {
  return plan.series.map((series) => ({
    study: series.visit.uid.text,
    series: series.uid.text,
    instances: series.instances.map((instance) => jsonInstance(series, instance)),
  }));
}

interface Serving {
  readonly all: readonly Listed[];
  /** The Authorization header that is wanted; who lacks it is told whose archive this is. */
  readonly authorization?: string;
  readonly owner: PlannedSeries;
}

/** Serves a list of series, page by page, and their headers; of every fifth request the first reply breaks off in its middle. */
export async function serveWeb(serving: Serving): Promise<WebServer> {
  const cut = new Set<string>();
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const isCut = !cut.has(url) && cut.size % 5 === 0;
    cut.add(url);
    answer(serving, { request, response, give: isCut ? breakOff : give });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}/dicom-web`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly give: Reply;
}

function answer({ all, authorization, owner }: Serving, { request, response, give: way }: Exchange): void {
  if (authorization !== undefined && request.headers.authorization !== authorization) {
    const realm = `Basic realm="${owner.visit.institution.text}"`;
    response.writeHead(401, { 'www-authenticate': realm }).end(`Who asks for ${owner.person.names[0]!.text}?`);
    return;
  }
  const url = new URL(request.url ?? '', 'http://localhost');
  if (url.pathname === '/dicom-web/series') {
    const [from, limit] = ['offset', 'limit'].map((name) => Number(url.searchParams.get(name)));
    way(response, JSON.stringify(all.slice(from, from! + limit!).map(entryOf)));
    return;
  }
  const found = all.find(({ study, series }) => url.pathname.endsWith(`/studies/${study}/series/${series}/metadata`));
  if (found === undefined) {
    response.writeHead(404).end(`Nothing of ${owner.person.names[0]!.text}`);
    return;
  }
  (found.reply ?? way)(response, JSON.stringify(found.instances));
}

const give: Reply = (response, body) => {
  response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(body);
};

/** As a proxy does that ends a connection. */
const breakOff: Reply = (response, body) => {
  const bytes = Buffer.from(body);
  response.writeHead(200, { 'content-type': 'application/dicom+json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
};

/** Of identifying attributes, what servers send unasked (PS3.18 table 10.6.1-5). */
const SENT = ['00080020', '00080050', '00080090', '00100010', '00100020', '00100030', '00200010'];

function entryOf({ study, series, instances }: Listed): JsonDataSet {
  const sent = SENT.flatMap((tag) => (instances[0]?.[tag] === undefined ? [] : [[tag, instances[0][tag]] as const]));
  return {
    ...Object.fromEntries(sent),
    '0020000D': { vr: 'UI', Value: [study] },
    '0020000E': { vr: 'UI', Value: [series] },
    '00201209': { vr: 'IS', Value: [instances.length] },
  };
}
