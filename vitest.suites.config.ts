import { defineConfig, type ViteUserConfig } from 'vitest/config';

type Settings = NonNullable<ViteUserConfig['test']>;

interface Suite extends Settings {
  /** Its folders of test/; `npm test` leaves them out. */
  readonly folders: readonly string[];
}

/** Whose files measure, or start servers, browsers or whole sites of their own. */
const ONE_BY_ONE = { fileParallelism: false } as const;
const TWO_WORKERS = { maxWorkers: 2 } as const;

/** The fuller suites by name: `npm run test:<name>`, which is `vitest run --config vitest.suites.config.ts --mode <name>`. */
export const SUITES: Readonly<Record<string, Suite>> = {
  /** Pages in a real browser, Debian's chromium. */
  browser: {
    ...ONE_BY_ONE,
    folders: ['browser'],
    globalSetup: ['test/browser/outcome.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
  /** Comparisons with R's metafor, totals of whole sites, many rounds and draws, and docs/federation.md as written. */
  federation: { folders: ['federation'] },
  /** Real archives, hostile ones, processes that are killed. It measures memory and the event loop's lag. */
  ingest: { ...ONE_BY_ONE, folders: ['ingest'], hookTimeout: 600_000 },
  /** Processes in network namespaces, whose wires are cut at eight steps of a question. Needs root on Linux; elsewhere its tests are counted as skipped. */
  partition: { ...ONE_BY_ONE, folders: ['partition'] },
  /**
   * The proof of privacy: record and replay of every measure on neighbouring histories, the red team with its control arms, empirical ε,
   * planted faults, and channels.
   */
  privacy: {
    ...TWO_WORKERS,
    folders: ['proof', 'replay'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
  /** Journal and budget under crashes: simulated ones by the ten thousand, planted mistakes, real kills, damage at every byte, races, small disks. */
  simulation: { ...TWO_WORKERS, folders: ['simulation'], testTimeout: 600_000 },
  /** The whole product as its users run it: the demonstration, crashes of real processes, changes of policy, sites that earlier versions wrote. */
  system: { ...TWO_WORKERS, folders: ['system'] },
  /** Sites and their witnesses as real processes: each test starts, stops, copies and restores whole sites by the commands of docs/operations.md. */
  witness: { ...ONE_BY_ONE, folders: ['witness'] },
};

const NONE: Suite = { folders: [] };

export default defineConfig(({ mode }) => {
  const { folders, ...settings } = SUITES[mode] ?? NONE;
  return {
    test: {
      include: folders.map((folder) => `test/${folder}/**/*.test.ts`),
      setupFiles: ['test/support/no-console.ts'],
      testTimeout: 240_000,
      hookTimeout: 240_000,
      pool: 'forks',
      ...settings,
    },
  };
});
