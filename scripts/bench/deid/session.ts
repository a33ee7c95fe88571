import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../../src/policy/index.ts';
import { writeArchive } from './archive.ts';
import { writeDamaged } from './damage.ts';
import { firstFolder, type Layout, layoutIn, sitesOf } from './layout.ts';
import { breakFolder, provoke } from './mishaps.ts';
import { readOtherSources } from './other-sources.ts';
import type { Plan } from './plan.ts';
import { type Product, productIn, type Run } from './product.ts';
import { makeCoordinator, makeSite } from './site.ts';
import { watchFolders } from './watch.ts';

/** What a session needs. */
export interface SessionOptions {
  readonly work: string;
  readonly plan: Plan;
  readonly policyFile: string;
  readonly policy: Policy;
  readonly seed: number;
}

/** A session that was played to its end. */
export interface Session {
  readonly layout: Layout;
  readonly product: Product;
  /** Commands that should have worked and didn't. */
  readonly failed: readonly Run[];
}

/** Plays everything that people at a site do with the planted archive, mishaps among it, under watch. */
export async function play({ work, plan, policyFile, policy, seed }: SessionOptions): Promise<Session> {
  const layout = layoutIn(work);
  writeArchive(plan, layout.archive);
  writeDamaged(plan, { folder: layout.damaged, seed });
  const [cwd = '', home = '', temporary = ''] = layout.homes;
  const product = productIn({ cwd, home, temporary });
  const watch = watchFolders([...sitesOf(layout), layout.coordinator, ...layout.homes], layout.seen);
  const failed: Run[] = [];
  const must = async (...words: readonly string[]): Promise<Run> => {
    const run = await product.sfumato(...words);
    failed.push(...(run.code === 0 ? [] : [run]));
    return run;
  };
  try {
    const key = join(layout.aside, 'ada.key');
    const { publicKey } = JSON.parse(
      String((await must('keygen', '--no-passphrase', '--analyst', key, '--json')).stdout),
    );
    const common = { policyFile, policy, publicKey };
    const config = makeSite({ folder: layout.site, site: 'harbour', ...common });
    const wreckConfig = makeSite({ folder: layout.wreck, site: 'hillside', ...common });
    const optOuts = optOutList(plan, layout);
    await publishPlanted({ must, product, layout, config, optOuts });
    await provoke({ must, product, plan, layout, config, wreckConfig, policyFile });
    const web = makeSite({ folder: layout.web, site: 'island', ...common });
    const tables = makeSite({ folder: layout.tables, site: 'lowland', ...common });
    const configs = { web, tables, wreck: wreckConfig };
    await readOtherSources({ must, product, plan, layout, configs, optOuts });
    await ask({ must, product, layout, config, wreckConfig, key });
    await breakFolder({ product, layout, wreckConfig });
    await must('audit', 'verify', '--config', config);
    await must('audit', 'show', '--config', config);
    await must('audit', 'show', '--config', config, '--json');
  } finally {
    watch.stop();
  }
  return { layout, product, failed };
}

interface Playing {
  readonly must: (...words: readonly string[]) => Promise<Run>;
  readonly product: Product;
  readonly layout: Layout;
  readonly config: string;
}

async function publishPlanted({
  must,
  product,
  layout,
  config,
  optOuts,
}: Playing & { readonly optOuts: string }): Promise<void> {
  await must('keygen', '--config', config);
  await must('doctor', '--config', config);
  await must('budget', '--config', config);
  await product.sfumato('publish', '--config', config); // nothing is staged yet
  await product.interrupted('ingest', layout.archive, '--config', config);
  await must('ingest', layout.archive, '--config', config, '--report', join(layout.site, 'ingest.html'));
  await must('ingest', layout.archive, '--config', config, '--json');
  await must('quarantine', 'list', '--config', config);
  await product.revealing('quarantine', 'list', '--reveal', '--config', config);
  await must('publish', '--config', config, '--opt-outs', optOuts);
  await must('ingest', layout.archive, '--config', config);
  await product.sfumato('publish', '--config', config); // the slot is closed
  await must('doctor', '--config', config);
  await must('budget', '--config', config, '--json');
}

/** The list of patients who withdraw, in a file named after one of them. */
function optOutList({ series, withdrawn }: Plan, { aside }: Layout): string {
  const people = [...new Map(series.map(({ patient, person }) => [patient, person])).entries()];
  const lines = people
    .filter(([patient]) => withdrawn.has(patient))
    .map(([, { patientId, issuer }]) => (issuer ? `${patientId.text}\t${issuer.text}` : patientId.text));
  const file = join(aside, `${people[0]![1].names[0]!.text}.txt`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Two nodes and a coordinator; a question that is priced, then asked; commands sent to a running node. */
async function ask(playing: Playing & { readonly wreckConfig: string; readonly key: string }): Promise<void> {
  const { must, product, layout, config, wreckConfig, key } = playing;
  const question = join(layout.aside, 'question.yaml');
  writeFileSync(question, 'count: patients\nby: [{ field: Modality, values: [CT, MR] }]\nepsilon: "0.5"\n');
  const node = await product.serve('node', 'start', '--config', config);
  const other = await product.serve('node', 'start', '--config', wreckConfig);
  const urls = { harbour: node.listening.url, hillside: other.listening.url };
  const coordinator = await product.serve(
    'coordinator',
    'start',
    '--config',
    makeCoordinator(layout.coordinator, urls),
  );
  const words = ['ask', question, '--coordinator', coordinator.listening.url, '--project', 'planted', '--key', key];
  await must(...words, '--dry-run');
  await must(...words);
  await must('budget', '--config', config);
  await must('ingest', layout.archive, '--config', config);
  await product.sfumato('ingest', join(layout.archive, firstFolder(layout.archive), 'nowhere'), '--config', config);
  for (const server of [coordinator, other, node]) {
    await server.end();
  }
}
