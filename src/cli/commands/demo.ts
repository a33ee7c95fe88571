import { join, relative } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { fillArchives } from '../demo/archives.ts';
import { askAll } from '../demo/ask-all.ts';
import { demoMeta } from '../demo/demo-meta.ts';
import { type Asked, demoDocument, type JournalReport } from '../demo/document.ts';
import { type DemoFolders, demoFolders, makeFolders, nameRelay, writeCoordinatorConfig } from '../demo/folders.ts';
import { type DemoServer, startServer } from '../demo/servers.ts';
import { DEMO_PROJECT, DEMO_SITES } from '../demo/sites.table.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { table } from '../table.ts';
import { verifyFolder } from './audit-verify.ts';
import { budgetOf, type MeterReport } from './budget.ts';
import { aborted } from './node-start.ts';

interface Options {
  readonly folder: string;
  readonly seed: number;
  readonly keep?: boolean;
  readonly json?: boolean;
}

/** `sfumato demo`: the whole path on three sites. */
export function registerDemo(program: Command, shell: Shell): void {
  const command = program
    .command('demo')
    .description('three hospitals answer one question: the whole path, from DICOM files to a federated count')
    .option('--folder <dir>', 'where the sites’ folders go', join('.sfumato', 'demo'))
    .option('--seed <n>', 'of the generated archives', wholeNumber, 1)
    .option('--keep', 'leave the servers up and say how to ask more, until Ctrl-C')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => demo(shell, options)));
  helpTail(command, ['npm run demo', 'npm run demo -- --json', 'npm run demo -- --keep']);
}

async function demo(shell: Shell, options: Options): Promise<Outcome> {
  const folders = demoFolders(options.folder);
  const say = options.json ? shell.terminal.note : shell.terminal.print;
  await makeFolders(folders, shell);
  await fillArchives(shell, folders, options.seed);
  const servers: DemoServer[] = [];
  try {
    const url = await startAll(folders, servers);
    const asked = await askAll(shell, { folders, url, say });
    const meta = demoMeta(folders, asked);
    say(`\nMeta-analysis: how much thicker, in mm, the slices of SIEMENS are than those of GE\n\n${meta.text}`);
    const budgets = await Promise.all(DEMO_SITES.map(({ id }) => budgetOf(shell, folders.site(id).config)));
    say(`\nBudgets\n\n${budgetText(budgets)}`);
    if (options.keep) {
      say(keepText(folders, url));
      await aborted(shell.signal);
    }
    await stopAll(servers);
    const journals = DEMO_SITES.map(({ id }) => journalOf(folders, id));
    const document = demoDocument({ asked, budgets, journals, meta: meta.document });
    // A site that could not answer in time on a crowded machine is shown as it is, and is no success.
    const whole = asked.every(({ reply }) => reply.combined !== null);
    return { document, text: summary(asked, journals), exitCode: whole ? 0 : 1 };
  } finally {
    await stopAll(servers);
  }
}

async function startAll(folders: DemoFolders, servers: DemoServer[]): Promise<string> {
  const start = async (words: readonly string[]): Promise<string> => {
    const server = await startServer(words);
    servers.push(server);
    return server.url;
  };
  const urls = new Map<string, string>();
  for (const { id } of DEMO_SITES.filter(({ callsIn }) => !callsIn)) {
    urls.set(id, await start(['node', 'start', '--config', folders.site(id).config]));
  }
  writeCoordinatorConfig(folders, urls);
  const coordinator = await start(['coordinator', 'start', '--config', folders.coordinatorConfig]);
  for (const { id } of DEMO_SITES.filter(({ callsIn }) => callsIn)) {
    nameRelay(folders.site(id).config, coordinator);
    await start(['node', 'start', '--config', folders.site(id).config]);
  }
  return coordinator;
}

async function stopAll(servers: readonly DemoServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}

function journalOf(folders: DemoFolders, site: string): JournalReport {
  const { records, verified } = verifyFolder(folders.site(site).config);
  return { site, records, verified };
}

function budgetText(budgets: readonly MeterReport[]): string {
  const rows = budgets.flatMap(({ site, meters }) =>
    meters.map(({ meter, cap, spent, left }) => [site, meter, cap, spent, left]),
  );
  return table(['site', 'meter', 'cap ε', 'spent ε', 'left ε'], rows);
}

function summary(asked: readonly Asked[], journals: readonly JournalReport[]): string {
  const lines = journals.map(({ site, records, verified }) => [
    site,
    String(records),
    verified ? 'verified' : 'NOT verified',
  ]);
  return `\n${asked.length} questions asked. Everything is stopped.\n\n${table(['journal', 'records', ''], lines)}`;
}

function keepText(folders: DemoFolders, url: string): string {
  const key = relative('.', folders.analystKey);
  return `
The servers stay up until Ctrl-C. Ask more from another terminal, inside this checkout:

  npx --no sfumato ask docs/first-question.yaml --coordinator ${url} --project ${DEMO_PROJECT.id} --key ${key} --partial
  npx --no sfumato budget --config ${relative('.', folders.site('harbour').config)}`;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new InvalidArgumentError('It is a whole number.');
  }
  return Number(text);
}
