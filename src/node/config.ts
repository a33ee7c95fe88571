import { z } from 'zod';
import { SignInSettings } from '../access/index.ts';
import { parseNoteKey } from '../base/index.ts';
import { Id } from '../contract/index.ts';
import { Person, Project } from '../governance/index.ts';
import { Watching } from '../link/index.ts';
import { DELTA_FORM, parseEpsilon } from '../privacy/index.ts';
import { AlertsConfig } from './alerts/config.ts';

/** How this process gets out to others; `HTTPS_PROXY` and `NO_PROXY` stand in where no proxy is named. */
const OUTBOUND = {
  proxy: z
    .url({ protocol: /^http$/ })
    .describe('an address such as http://proxy.example:3128')
    .optional(),
  /** A PEM file of the only certificate authorities to trust for these connections. */
  certificates: z.string().optional(),
};

const Epsilon = z
  .string()
  .regex(
    /^(0|[1-9]\d{0,3})(\.\d{1,9})?$/,
    'a decimal number in quotes, below 10000 and with at most nine decimals, such as "0.5"',
  );

/** A grant of nothing is none, and a meter without one can't be given more. */
const Granted = Epsilon.refine((text) => parseEpsilon(text) !== undefined, 'must be more than 0, such as "0.5"');

/** How losses are counted: sums of pure ε, or zCDP, whose caps then are (ε, δ) with this δ. */
const ConfiguredAccountant = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pure') }),
  z.strictObject({
    kind: z.literal('zcdp'),
    delta: z.string().regex(DELTA_FORM, 'a power of ten in quotes, from "0.0001" to "0.000000000000001"'),
  }),
]);

/** A project as a configuration may bring it: it becomes a record at the first start that sees it, and is never re-read. */
const ConfiguredProject = z.strictObject({
  ...Project.shape,
  /** First caps: of the project, and of each member in it. */
  grant: z.strictObject({ project: Granted, analyst: Granted }),
});

/** One node's configuration: `node.yaml` in the site's folder. Paths are relative to that file. */
export const NodeConfig = z.strictObject({
  kind: z.literal('node'),
  site: Id,
  /** Pseudonym domain: meters belong to it, so it outlives snapshots, policies and machines. */
  domain: Id,
  /** Calendar year in which the domain began; every year since then is an intake block. */
  domainSince: z.int().min(1990).max(9999),
  /** For life: recorded at the first start, because another way of counting would give every patient a new budget. */
  accountant: ConfiguredAccountant.default({ kind: 'pure' }),
  /** The site's folder. */
  folder: z.string().default('.'),
  policy: z.string(),
  sizeClass: z.enum(['small', 'medium', 'large']),
  calendar: z.enum(['daily', 'weekly', 'monthly', 'quarterly']),
  listen: z.strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(0).max(65_535),
    /** Also take questions that no coordinator has sealed: to try one site on its own machine, and nothing else. */
    unsigned: z.boolean().default(false),
  }),
  /** The coordinator that this site calls, so that nothing has to reach the site; left out where the coordinator dials the node. */
  relay: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** The name of the coordinator, as it is enrolled here. */
      coordinator: Id.default('coordinator'),
      ...OUTBOUND,
    })
    .optional(),
  /** Where the site's own pages are, for the people who steward it; nowhere when left out. */
  pages: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535) }).optional(),
  /** How people sign in to these pages. */
  signIn: SignInSettings.default({ kind: 'local', proxies: [] }),
  /** The fewest sites that a question must name; at least what the policy says. */
  minSites: z.int().min(1).max(500).optional(),
  /** What each new intake block may spend, for ever. */
  standingGrant: z.strictObject({ epsilon: Granted, reason: z.string().min(10).max(400) }),
  projects: z.array(ConfiguredProject).default([]),
  /** Who decides here: recorded at the first start that names anybody. From then on people are enrolled by signed actions only. */
  people: z.array(Person).default([]),
  /** Who co-signs the log: all of them, before anything is released. */
  witnesses: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        key: z
          .string()
          .refine((text) => parseNoteKey(text)?.role === 'witness', 'a witness key, as `keygen` prints it'),
        ...OUTBOUND,
      }),
    )
    .max(8)
    .default([]),
  /** Logs of other sites that this one watches and co-signs, as a witness; it keeps the last checkpoint of each. */
  watches: Watching.optional(),
  /** What each meter may spend between two co-signed checkpoints, and how often the witnesses are asked. */
  lease: z
    .strictObject({ epsilon: Epsilon.default('0.5'), seconds: z.int().min(1).max(3_600).default(60) })
    .default({ epsilon: '0.5', seconds: 60 }),
  /** Who is told when something needs a person: by webhook, by mail, or both. */
  alerts: AlertsConfig.optional(),
  /** Where a monitor scrapes `/metrics`; nowhere when left out. */
  metrics: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535) })
    .optional(),
  /** How the running node writes its log on stderr. */
  log: z.enum(['text', 'json']).default('text'),
});
export type NodeConfig = z.infer<typeof NodeConfig>;
