import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASKED, type Asked } from './commons/questions.ts';
import { commonsTable, cutTable, type Parts } from './commons/table.ts';
import { type Product, productIn, type Run, type Serving } from './deid/product.ts';
import { makeCoordinator, makeSite } from './deid/site.ts';
import { newestPolicy } from './newest-policy.ts';
import { numberOption, printBench, type Result } from './report.ts';

// A million real series: the table of the Imaging Data Commons as three hospitals' archives, by the product's own commands. How long ingest and
// publish take, and for questions asked over the coordinator how long until the answer, and whether the interval has the table's own count.
// npm run bench:commons -- [--rows 1044191] [--json]; needs Python and PyPI

const SITES = ['harbour', 'hillside', 'lakeside'] as const;
const EPSILON = '0.5';

const plain = (key: string, value: number, unit: string): Result => ({ key, value, unit, goal: null, holds: null });

/** How a command ended; one that failed ends the benchmark. */
async function must(product: Product, ...words: readonly string[]): Promise<Run & { readonly seconds: number }> {
  const start = performance.now();
  const run = await product.sfumato(...words);
  if (run.code !== 0) {
    throw new Error(`sfumato ${words.join(' ')} ended with ${run.code}: ${run.stderr}`);
  }
  return { ...run, seconds: (performance.now() - start) / 1_000 };
}

/** Ingests each part at a site of its own, publishes it, and gives the sites' configurations. */
async function fill(product: Product, folder: string, parts: Parts) {
  const { file: policyFile, policy } = newestPolicy();
  const key = join(folder, 'ada.key');
  const made = await must(product, 'keygen', '--no-passphrase', '--analyst', key, '--json');
  const { publicKey } = JSON.parse(String(made.stdout));
  const seconds = { ingest: 0, publish: 0 };
  const configs: string[] = [];
  for (const [at, site] of SITES.entries()) {
    const config = makeSite({ folder: join(folder, site), site, policyFile, policy, publicKey, sizeClass: 'medium' });
    await must(product, 'keygen', '--config', config);
    seconds.ingest += (await must(product, 'ingest', parts.files[at] ?? '', '--config', config)).seconds;
    seconds.publish += (await must(product, 'publish', '--config', config)).seconds;
    configs.push(config);
  }
  return { key, configs, seconds };
}

/** One question asked over the coordinator, beside the truth. */
async function ask(
  product: Product,
  words: readonly string[],
  { asked, parts, file }: { asked: Asked; parts: Parts; file: string },
) {
  writeFileSync(file, `${asked.question}\nepsilon: "${EPSILON}"\n`);
  const run = await must(product, 'ask', file, ...words, '--json');
  const { combined } = JSON.parse(String(run.stdout));
  const estimates = (combined.results[0].rows as { value: number; interval: [number, number] }[][]).flat();
  const truths = await Promise.all(asked.truth.map((having) => parts.patients(having)));
  const inside = truths.filter((truth, at) => {
    const [low = Infinity, high = -Infinity] = estimates[at]?.interval ?? [];
    return low <= truth && truth <= high;
  });
  const off = truths.map((truth, at) => Math.abs((estimates[at]?.value ?? Number.NaN) - truth));
  return [
    plain(`${asked.name}: truth${truths.length > 1 ? ' of the first' : ''}`, truths[0] ?? Number.NaN, ''),
    plain(`${asked.name}: off by, at most`, Math.max(...off), 'patients'),
    plain(`${asked.name}: truths within the 95 % interval, of ${truths.length}`, inside.length, ''),
    plain(`${asked.name}: until the answer`, run.seconds, 's'),
  ];
}

async function measured(folder: string, table: string): Promise<Result[]> {
  const homes = { cwd: join(folder, 'cwd'), home: join(folder, 'home'), temporary: join(folder, 'temporary') };
  for (const home of Object.values(homes)) {
    mkdirSync(home);
  }
  const product = productIn(homes);
  const rows = process.argv.includes('--rows') ? numberOption('rows', 1) : undefined;
  const files = SITES.map((site) => join(folder, `${site}.parquet`));
  const parts = await cutTable(table, files, rows);
  const servers: Serving[] = [];
  try {
    const { key, configs, seconds } = await fill(product, folder, parts);
    const urls: Record<string, string> = {};
    for (const [at, site] of SITES.entries()) {
      const node = await product.serve('node', 'start', '--config', configs[at] ?? '');
      servers.unshift(node);
      urls[site] = node.listening.url;
    }
    const config = makeCoordinator(join(folder, 'coordinator'), urls);
    const coordinator = await product.serve('coordinator', 'start', '--config', config);
    servers.unshift(coordinator);
    const words = ['--coordinator', coordinator.listening.url, '--project', 'planted', '--key', key];
    const results = [
      plain('series', await parts.series(), ''),
      plain('ingest, three sites one after another', seconds.ingest, 's'),
      plain('publish, three sites one after another', seconds.publish, 's'),
    ];
    for (const asked of ASKED) {
      results.push(...(await ask(product, words, { asked, parts, file: join(folder, 'question.yaml') })));
    }
    return results;
  } finally {
    for (const server of servers) {
      await server.end();
    }
    parts.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'sfumato-bench-commons-'));
try {
  const table = commonsTable(folder);
  if (table === undefined) {
    throw new Error(
      'The table of the Imaging Data Commons comes from PyPI, which can’t be reached, or there is no Python.',
    );
  }
  printBench({ name: `commons, ε ${EPSILON} a question`, results: await measured(folder, table) });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
