import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { type Advertisement, AdvertiseReply, type Draft, MaskReply, type Request } from '../../src/contract/index.ts';
import { SiteManifest } from '../../src/dicom/generate.ts';
import { peerOf, writePeers } from '../../src/link/index.ts';
import { makeLinkKeys, nodeApp, type OpenNode, readLinkKeys } from '../../src/node/index.ts';
import { hurriedClock, openSite } from './open-site.ts';
import { analyst, signedQuestion } from './signing.ts';
import { POLICY_FILE, publishedSite } from './site-folder.ts';

const entropy = systemEntropy();

/** A site of a roster, open in this process. */
export interface RosterSite {
  readonly site: string;
  readonly folder: string;
  readonly manifest: string;
  readonly node: () => OpenNode;
  /** Calls a procedure of its node, as a coordinator does. */
  post<T>(path: string, input: unknown, schema: z.ZodType<T>): Promise<T>;
  /** Ends its process and begins another one. */
  restart(): Promise<void>;
}

/** Published sites that have enrolled each other, and an analyst whom they know. */
export interface Roster {
  readonly sites: readonly RosterSite[];
  readonly ada: ReturnType<typeof analyst>;
  /** A signed question for the total of all of them. */
  question(draft: Draft, change?: Partial<Request>): string;
  remove(): Promise<void>;
}

/** Opens them; `more` are further lines of each configuration. */
export async function openRoster(names: readonly string[], patients = 25, more = ''): Promise<Roster> {
  const ada = analyst();
  const made = [];
  for (const [at, site] of names.entries()) {
    made.push({ site, ...(await publishedSite({ site, publicKey: ada.publicKey, patients, seed: at + 1 })) });
  }
  const peers = made.map(({ site, folder }) => {
    makeLinkKeys(folder, entropy);
    return peerOf({ role: 'site', name: site, ...readLinkKeys(folder) });
  });
  const sites: RosterSite[] = [];
  for (const one of made) {
    appendFileSync(one.config, more);
    writePeers(
      one.folder,
      peers.filter(({ name }) => name !== one.site),
    );
    sites.push(await rosterSite(one));
  }
  return {
    sites,
    ada,
    question: (draft, change = {}) =>
      signedQuestion({
        ...{ secretKey: ada.secretKey, draft, sites: [...names].sort() },
        change: { release: 'total', minSites: names.length, ...change },
      }),
    async remove() {
      for (const { node, folder } of sites) {
        await node().close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

async function rosterSite(made: {
  site: string;
  folder: string;
  config: string;
  manifest: string;
}): Promise<RosterSite> {
  const start = (): Promise<OpenNode> => openSite({ ...made, policyFile: POLICY_FILE }, hurriedClock());
  const current = { node: await start() };
  return {
    ...made,
    node: () => current.node,
    async post(path, input, schema) {
      const response = await nodeApp(current.node.ctx).request(`/trpc/${path}`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) },
      });
      const body = await response.json();
      if (response.status !== 200) {
        throw new Error(JSON.stringify(body));
      }
      return z.object({ result: z.object({ data: schema }) }).parse(body).result.data;
    },
    async restart() {
      await current.node.close();
      current.node = await start();
    },
  };
}

/** A fresh beginning of a round. */
export function start(attempt = 1): { readonly attempt: number; readonly nonce: string } {
  return { attempt, nonce: randomId(entropy) };
}

type Start = ReturnType<typeof start>;

/** What each site says when it is asked for its key. */
export function advertiseAll(sites: readonly RosterSite[], signed: string, own: Start): Promise<AdvertiseReply[]> {
  return Promise.all(sites.map((site) => site.post('total.advertise', { signed, start: own }, AdvertiseReply)));
}

/** The keys of a whole roster. @throws Error when a site gave none. */
export async function keysOf(sites: readonly RosterSite[], signed: string, own: Start): Promise<Advertisement[]> {
  return (await advertiseAll(sites, signed, own)).map((reply) => {
    if (reply.state !== 'advertised') {
      throw new Error(`${reply.site}: ${reply.code} ${reply.detail}`);
    }
    return reply.advertisement;
  });
}

/** A site's masked vector, or its refusal. */
export function maskOf(
  site: RosterSite,
  signed: string,
  { start: own, advertisements }: { start: Start; advertisements: readonly Advertisement[] },
): Promise<MaskReply> {
  return site.post('total.mask', { signed, start: own, advertisements }, MaskReply);
}

/** How many patients of a site's archive were stored, by the generator's own list. */
export function patientsIn({ manifest }: RosterSite): bigint {
  const { patients } = SiteManifest.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  return BigInt(
    patients.filter(({ series }) => series.some(({ files }) => files.some(({ damage }) => damage === 'none'))).length,
  );
}
