import { z } from 'zod';
import { PageAddress } from '../access/index.ts';
import { Id } from '../contract/index.ts';
import { Watching } from '../link/index.ts';

/** The coordinator's configuration. Paths are relative to its file. */
export const CoordinatorConfig = z.strictObject({
  kind: z.literal('coordinator'),
  /** Under which name sites know it. */
  name: Id.default('coordinator'),
  /** Where its own journal lives. */
  folder: z.string().default('.'),
  listen: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535) }),
  /** The fewest answers that are combined, whatever the question says. */
  minSites: z.int().min(1).max(500),
  /** At how many of the sites one patient may be, as the federation declares it; at all of them when left out. */
  patientSitesMax: z.int().min(1).max(500).optional(),
  /** How long a site may take, in milliseconds; more than the largest time class of 16 s. */
  deadlineMs: z.int().min(1_000).max(120_000).default(20_000),
  sites: z
    // A site without a URL calls in (relay); one with a URL is dialled (direct).
    .array(
      z.strictObject({
        id: Id,
        url: z.url({ protocol: /^https?$/ }).optional(),
        /** Ask it without signatures and seals: a node on this machine that is tried, and nothing else. */
        unsigned: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(500),
  /** How this process gets out to sites; `HTTPS_PROXY` and `NO_PROXY` stand in where no proxy is named. */
  outbound: z
    .strictObject({
      proxy: z
        .url({ protocol: /^http$/ })
        .describe('an address such as http://proxy.example:3128')
        .optional(),
      /** A PEM file of the only certificate authorities to trust for these connections. */
      certificates: z.string().optional(),
    })
    .optional(),
  /** Logs of sites that this coordinator watches and co-signs; it keeps the last checkpoint of each. */
  witness: Watching.optional(),
  /** Where the coordinator's own pages are, for researchers and for whoever runs it; nowhere when left out. */
  pages: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535),
      ...PageAddress,
      /** Where commands and programs reach the coordinator, for the pages to say; where it listens, when left out. */
      address: z.url({ protocol: /^https?$/ }).optional(),
      /** Files of policies that the sites work under, beside the published ones. */
      policies: z.array(z.string()).max(20).default([]),
    })
    .optional(),
  /** Where a monitor scrapes `/metrics`; nowhere when left out. */
  metrics: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535) })
    .optional(),
  /** How the running coordinator writes its log on stderr. */
  log: z.enum(['text', 'json']).default('text'),
});
export type CoordinatorConfig = z.infer<typeof CoordinatorConfig>;
