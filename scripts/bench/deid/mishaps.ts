import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstFolder, type Layout } from './layout.ts';
import type { Plan } from './plan.ts';
import type { Product, Run } from './product.ts';

interface Mishaps {
  readonly must: (...words: readonly string[]) => Promise<Run>;
  readonly product: Product;
  readonly plan: Plan;
  readonly layout: Layout;
  readonly config: string;
  readonly wreckConfig: string;
  readonly policyFile: string;
}

/** What goes wrong while a site works: wrong paths, broken lists, policies, settings and files. */
export async function provoke(mishaps: Mishaps): Promise<void> {
  const { must, layout, wreckConfig } = mishaps;
  await wrongPaths(mishaps);
  await brokenSettings(mishaps);
  await must('keygen', '--config', wreckConfig);
  await must('ingest', layout.damaged, '--config', wreckConfig);
  await must('quarantine', 'list', '--config', wreckConfig, '--json');
  await brokenLists(mishaps);
  await must('publish', '--config', wreckConfig);
}

/** Paths of patients' folders and files where another path belongs. */
async function wrongPaths({ product, layout, config, plan }: Mishaps): Promise<void> {
  const { person, instances } = plan.series[0]!;
  const [family, given] = person.names.map(({ text }) => text);
  const folder = join(layout.archive, firstFolder(layout.archive));
  const wrong = [
    join(folder, `${family} ${person.patientId.text}`),
    join(layout.archive, instances[0]!.path),
    `${family}^${given}`,
  ];
  for (const path of wrong) {
    await product.sfumato('ingest', path, '--config', config);
    await product.sfumato('ingest', path, '--config', config, '--json');
  }
}

/** Lists of withdrawn patients that are no lists, or aren't there. */
async function brokenLists({ product, layout, plan, wreckConfig }: Mishaps): Promise<void> {
  const { person, visit } = plan.series.at(-1)!;
  const broken = join(layout.aside, `withdrawn ${person.patientId.text}.txt`);
  writeFileSync(broken, `${person.patientId.text}\t${person.number.text}\t${visit.accession.text}\n`);
  for (const list of [broken, `${broken}.gone`, join(layout.archive, firstFolder(layout.archive))]) {
    await product.sfumato('publish', '--config', wreckConfig, '--opt-outs', list);
  }
}

/** Policies and settings with mistakes in them. */
async function brokenSettings({ product, layout, config, policyFile }: Mishaps): Promise<void> {
  const policy = readFileSync(policyFile, 'utf8');
  const settings = readFileSync(config, 'utf8');
  const broken = [
    { words: ['policy', 'lint'], text: policy.replace('title:', 'titel:') },
    { words: ['policy', 'lint'], text: policy.slice(0, policy.length / 2) },
    { words: ['doctor', '--config'], text: settings.replace('calendar: daily', 'calender: daily') },
    { words: ['doctor', '--config'], text: settings.replace('listen: {', 'listen: {{') },
  ];
  for (const [at, { words, text }] of broken.entries()) {
    const file = join(layout.aside, `broken-${at}.yaml`);
    writeFileSync(file, text);
    await product.sfumato(...words, file);
  }
  const other = join(layout.site, 'other.yaml');
  writeFileSync(other, settings.replace(policyFile, join(layout.aside, 'broken-0.yaml')));
  await product.sfumato('ingest', layout.archive, '--config', other);
}

/** Damages parts of a site's folder: quarantine list, staging, journal. */
export async function breakFolder({
  product,
  layout,
  wreckConfig,
}: Pick<Mishaps, 'product' | 'layout' | 'wreckConfig'>): Promise<void> {
  const again = async (): Promise<void> => {
    await product.sfumato('ingest', layout.archive, '--config', wreckConfig);
    await product.sfumato('doctor', '--config', wreckConfig);
    await product.sfumato('audit', 'verify', '--config', wreckConfig);
  };
  const quarantine = join(layout.wreck, 'quarantine');
  renameSync(quarantine, `${quarantine}.away`);
  writeFileSync(quarantine, 'no folder');
  await again();
  rmSync(quarantine);
  renameSync(`${quarantine}.away`, quarantine);
  const staging = filesIn(join(layout.wreck, 'staging'))[0]!;
  copyFileSync(staging, join(layout.aside, 'staging.duckdb'));
  writeFileSync(staging, 'no database');
  await again();
  copyFileSync(join(layout.aside, 'staging.duckdb'), staging);
  const journal = filesIn(join(layout.wreck, 'journal'))[0]!;
  const bytes = readFileSync(journal);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(journal, bytes);
  await again();
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}
