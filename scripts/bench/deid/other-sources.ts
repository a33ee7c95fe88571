import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIllTables } from './ill-tables.ts';
import { illSeries } from './ill-web.ts';
import type { Layout } from './layout.ts';
import type { Plan } from './plan.ts';
import type { Product, Run } from './product.ts';
import { writeTables } from './table-files.ts';
import { listedSeries, serveWeb } from './web-server.ts';

/** What is played with sources that are no folder of files. */
export interface OtherSources {
  readonly must: (...words: readonly string[]) => Promise<Run>;
  readonly product: Product;
  readonly plan: Plan;
  readonly layout: Layout;
  /** Configurations: of the site that reads a server, of the one that reads tables, and of the one where things go wrong. */
  readonly configs: { readonly web: string; readonly tables: string; readonly wreck: string };
  readonly optOuts: string;
}

/** The same people from a DICOMweb server that now and then breaks off, and from tables; and both where they are ill. */
export async function readOtherSources(playing: OtherSources): Promise<void> {
  await readServer(playing);
  await readTables(playing);
}

async function readServer({ must, product, plan, layout, configs, optOuts }: OtherSources): Promise<void> {
  const owner = plan.series[0]!;
  // Said to the server alone; the file is named after the patient whose words they are.
  const login = `${owner.visit.operator.text}:${owner.person.number.text}`;
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  const headerFile = join(layout.aside, `${owner.person.patientId.text}.txt`);
  writeFileSync(headerFile, `${login}\n`);
  chmodSync(headerFile, 0o600);
  const server = await serveWeb({ all: listedSeries(plan), authorization, owner });
  const ill = await serveWeb({ all: illSeries(plan), owner });
  const named = ['--config', configs.web, '--header-file', headerFile];
  try {
    await must('keygen', '--config', configs.web);
    await product.sfumato('ingest', server.base, '--config', configs.web); // without a word of who asks
    await product.interrupted('ingest', server.base, ...named);
    await must('ingest', server.base, ...named, '--report', join(layout.web, 'ingest.html'));
    await must('ingest', server.base, ...named, '--json');
    await product.sfumato('ingest', `${server.base}/elsewhere`, ...named);
    await must('publish', '--config', configs.web, '--opt-outs', optOuts);
    await product.sfumato('ingest', ill.base, '--config', configs.wreck);
  } finally {
    await server.close();
    await ill.close();
  }
  await product.sfumato('ingest', server.base, ...named); // it is gone
  await reported({ must, configs }, 'web');
}

async function readTables({ must, product, plan, layout, configs, optOuts }: OtherSources): Promise<void> {
  const folder = join(layout.aside, 'tables');
  const tables = await writeTables(plan, folder);
  await must('keygen', '--config', configs.tables);
  for (const table of tables) {
    await product.interrupted('ingest', table, '--config', configs.tables);
    await must('ingest', table, '--config', configs.tables, '--report', join(layout.tables, 'ingest.html'));
    await must('ingest', table, '--config', configs.tables, '--json');
  }
  await must('publish', '--config', configs.tables, '--opt-outs', optOuts);
  for (const table of writeIllTables(plan, { folder: join(folder, 'ill'), tables })) {
    await product.sfumato('ingest', table, '--config', configs.wreck);
    await product.sfumato('ingest', table, '--config', configs.wreck, '--json');
  }
  await must('quarantine', 'list', '--config', configs.wreck);
  await reported({ must, configs }, 'tables');
}

async function reported({ must, configs }: Pick<OtherSources, 'must' | 'configs'>, site: 'web' | 'tables') {
  await must('staging', 'reports', '--config', configs[site]);
  await must('staging', 'reports', '--run', '1', '--config', configs[site], '--json');
  await must('staging', 'show', '--config', configs[site]);
  await must('audit', 'show', '--config', configs[site], '--json');
}
