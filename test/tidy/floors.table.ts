// The floors of the house, as ARCHITECTURE.md draws them. Folders are those below src/; paths are relative to src/.

/** A folder and its place. */
interface Folder {
  readonly floor: number;
  /** Folders (through `index.ts`) and doors that may be imported; `import type` alone where the entry begins with “type ”. */
  readonly mayImport: readonly string[];
}

export const FOLDERS: Readonly<Record<string, Folder>> = {
  base: { floor: 0, mayImport: [] },
  contract: { floor: 1, mayImport: ['base'] },
  privacy: { floor: 1, mayImport: ['base'] },
  policy: { floor: 1, mayImport: ['base'] },
  journal: { floor: 1, mayImport: ['base'] },
  warehouse: { floor: 1, mayImport: ['base'] },
  statistics: { floor: 1, mayImport: ['base'] },
  risk: { floor: 1, mayImport: ['base'] },
  dicom: { floor: 2, mayImport: ['base', 'policy', 'warehouse'] },
  query: { floor: 2, mayImport: ['base', 'contract', 'policy', 'privacy', 'warehouse/scan.ts'] },
  budget: { floor: 2, mayImport: ['base', 'contract', 'journal', 'privacy'] },
  shown: { floor: 2, mayImport: ['contract'] },
  governance: { floor: 3, mayImport: ['base', 'contract', 'privacy', 'policy', 'journal'] },
  access: { floor: 3, mayImport: ['base', 'contract'] },
  link: { floor: 3, mayImport: ['base', 'contract', 'journal'] },
  node: {
    floor: 4,
    mayImport: [
      ...['base', 'contract', 'privacy', 'policy', 'journal', 'warehouse', 'risk', 'dicom', 'query', 'budget'],
      ...['governance', 'access', 'link'],
    ],
  },
  coordinator: {
    floor: 5,
    mayImport: ['base', 'contract', 'journal', 'statistics', 'privacy/laws.ts', 'link', 'access'],
  },
  client: { floor: 6, mayImport: ['base', 'contract'] },
  dashboard: {
    floor: 6,
    mayImport: ['base', 'contract', 'shown', 'privacy/laws.ts', 'access', 'type node'],
  },
  cli: {
    floor: 6,
    mayImport: [
      ...['base', 'contract', 'privacy', 'policy', 'journal', 'statistics', 'dicom', 'query', 'budget'],
      ...['shown', 'governance', 'access', 'link', 'node', 'coordinator', 'client', 'dashboard'],
    ],
  },
};

/** Second, narrow doors of a folder, each with the folders that may use it. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  'privacy/laws.ts': ['query', 'coordinator', 'dashboard'],
  'privacy/for-query.ts': ['query'],
  'privacy/for-budget.ts': ['budget'],
  'warehouse/scan.ts': ['query'],
  'base/files.ts': ['access', 'dicom', 'link', 'node', 'warehouse'],
  'dicom/generate.ts': ['cli'],
};

/** Walls inside a folder: files below the first path never import files below the second. */
export const WALLS: readonly (readonly [string, string])[] = [
  ['node/verbs/', 'node/http/'],
  ['base/', 'base/files.ts'],
];

/** Third parties and the folders that alone may import them. Every dependency of package.json stands here. */
export const THIRD_PARTIES: Readonly<Record<string, readonly string[] | 'anywhere'>> = {
  zod: 'anywhere',
  '@noble/ciphers': ['base'],
  '@noble/curves': ['base'],
  '@noble/hashes': ['base'],
  yaml: ['policy'],
  '@duckdb/node-api': ['warehouse'],
  dcmjs: ['dicom'],
  'dicom-character-set': ['dicom'],
  hono: ['access', 'link', 'node', 'coordinator', 'dashboard', 'cli'],
  '@hono/node-server': ['cli'],
  'openid-client': ['access'],
  jose: ['access'],
  otpauth: ['access'],
  '@simplewebauthn/server': ['access'],
  '@simplewebauthn/browser': ['access'],
  qrcode: ['access'],
  'rate-limiter-flexible': ['access'],
  echarts: ['dashboard'],
  'htmx.org': ['dashboard'],
  pino: ['cli'],
  'prom-client': ['link', 'node', 'coordinator'],
  nodemailer: ['node'],
  'trpc-to-openapi': ['node', 'coordinator'],
  // trpc-to-openapi asks for it, and nobody else.
  'zod-openapi': [],
  '@trpc/server': ['link', 'node', 'coordinator'],
  '@trpc/client': ['client'],
  commander: ['cli'],
};

/** Where there are no Node modules: these run anywhere, a browser included, or do no I/O. */
export const WITHOUT_NODE = ['base/', 'contract/', 'privacy/', 'policy/', 'statistics/', 'shown/', 'client/'] as const;

/** The one file there that has them: behind a door and a wall of its own, so that nothing else comes by them through it. */
export const WITH_NODE = 'base/files.ts';

/** Where everything is synchronous. */
export const SYNCHRONOUS = [
  'contract/',
  'privacy/',
  'policy/',
  'statistics/',
  'shown/',
  'coordinator/combine',
] as const;

/** Things of the machine that come by argument, and the files that alone may reach for them. */
export interface Ambient {
  /** The members that are watched; without them, every use of the name. */
  readonly members?: readonly string[];
  readonly files: readonly string[];
  /** Files that may pass the thing itself on, without using the watched members. */
  readonly passedOnBy?: readonly string[];
}

const CHILD = ['dicom/child/main.ts'] as const;
const CLOCK = { files: ['base/system-clock.ts'] } as const;

/** Globals by name. `Date` is watched where it reads the clock: `Date.now()`, `Date()`, `new Date()`. */
export const GLOBALS: Readonly<Record<string, readonly Ambient[]>> = {
  Math: [{ members: ['random'], files: [] }],
  Date: [{ members: ['now'], ...CLOCK }],
  performance: [CLOCK],
  setTimeout: [CLOCK],
  setInterval: [CLOCK],
  console: [{ files: [] }],
  fetch: [{ files: ['base/system-fetch.ts', 'access/browser/passkey.ts', 'dashboard/style/unreachable.ts'] }],
  crypto: [{ files: ['base/entropy.ts'] }],
  process: [
    { members: ['env'], files: ['cli/environment.ts'], passedOnBy: CHILD },
    { members: ['stdin', 'stdout', 'stderr'], files: ['cli/terminal/terminal.ts'], passedOnBy: CHILD },
  ],
};

/** A Node module that would bring the same things in by import. */
export interface NodeModule {
  readonly files: readonly string[];
  /** Names that anyone may take from it. */
  readonly harmless?: readonly string[];
}

export const NODE_MODULES: Readonly<Record<string, NodeModule>> = {
  'node:process': { files: ['cli/environment.ts', 'cli/terminal/terminal.ts'] },
  // setImmediate lets others have a turn; it measures no time.
  'node:timers': { files: [], harmless: ['setImmediate'] },
  'node:timers/promises': { files: [], harmless: ['setImmediate'] },
  'node:perf_hooks': { files: [] },
  'node:console': { files: [] },
};
