import { join } from 'node:path';
import type { Command } from 'commander';
import { verifyFolder } from '../audit/verify-folder.ts';
import { fillArchives } from '../demo/archives.ts';
import { askAll } from '../demo/ask-all.ts';
import { makeOfficers, type Officers } from '../demo/cast.ts';
import { demoMeta } from '../demo/demo-meta.ts';
import { type Asked, demoDocument, type JournalReport } from '../demo/document.ts';
import { type DemoFolders, demoFolders, makeFolders, realFilesPackage } from '../demo/folders.ts';
import { askLater, liveAWhile } from '../demo/history.ts';
import { type DemoAddresses, startParties, startWorkbench, stopParties } from '../demo/parties.ts';
import { seatOfficers } from '../demo/seats.ts';
import type { DemoServer } from '../demo/servers.ts';
import { livingDocument, livingText, showCodes } from '../demo/sign-ins.ts';
import { DEMO_SITES } from '../demo/sites.table.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { table } from '../terminal/table.ts';
import { budgetOf, type MeterReport } from './budget.ts';

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
    .option(
      '--seed <n>',
      'of the generated archives',
      wholeNumber({ least: 0, sentence: 'It must be a whole number.' }),
      1,
    )
    .option(
      '--keep',
      'leave everything up, with people, history and decisions that wait, and say how to sign in, until Ctrl-C',
    )
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => demo(shell, options)));
  helpTail(command, ['npm run demo', 'npm run --silent demo -- --json', 'npm run demo -- --keep']);
}

async function demo(shell: Shell, options: Options): Promise<Outcome | undefined> {
  realFilesPackage();
  const folders = demoFolders(options.folder);
  const say = options.json ? shell.terminal.note : shell.terminal.print;
  const officers = options.keep ? makeOfficers(shell.entropy) : undefined;
  await makeFolders(folders, shell, officers);
  await fillArchives(shell, folders, options.seed);
  const servers: DemoServer[] = [];
  try {
    const addresses = await startParties(folders, servers);
    const asked = await askAll(shell, { folders, url: addresses.coordinator, say });
    const meta = demoMeta(folders, asked);
    say(`\nMeta-analysis: how much thicker, in mm, the slices of SIEMENS are than those of GE\n\n${meta.text}`);
    const budgets = await Promise.all(DEMO_SITES.map(({ id }) => budgetOf(shell, folders.site(id).config)));
    say(`\nBudgets\n\n${budgetText(budgets)}`);
    if (officers !== undefined) {
      await keepUp({ shell, options, folders, servers, addresses, officers });
    }
    await stopParties(servers);
    const journals = await Promise.all(DEMO_SITES.map(({ id }) => journalOf(folders, id)));
    const text = summary(asked, journals);
    if (officers !== undefined && options.json) {
      say(text);
      return undefined;
    }
    // A site that could not answer in time on a crowded machine is shown as it is, and is no success.
    const whole = asked.every(({ reply }) => reply.combined !== null);
    const document = demoDocument({ asked, budgets, journals, meta: meta.document });
    return { document, text, exitCode: whole ? 0 : 1 };
  } finally {
    await stopParties(servers);
  }
}

interface Keeping {
  readonly shell: Shell;
  readonly options: Options;
  readonly folders: DemoFolders;
  readonly servers: DemoServer[];
  readonly addresses: DemoAddresses;
  readonly officers: Officers;
}

/** Gives the hospitals people, a past and decisions that wait, says how to look around, and stays until Ctrl-C. */
async function keepUp({ shell, options, folders, servers, addresses, officers }: Keeping): Promise<void> {
  shell.terminal.note('\nThe hospitals get people, projects and decisions …');
  await seatOfficers(shell, folders, officers);
  await liveAWhile(shell, folders, officers);
  await askLater(shell, folders, addresses.coordinator);
  const workbench = await startWorkbench(folders, servers, addresses.coordinator);
  const living = { ...addresses, officers, workbench };
  shell.terminal.print(options.json ? JSON.stringify(livingDocument(living)) : livingText(folders, living));
  await showCodes(shell, officers);
}

async function journalOf(folders: DemoFolders, site: string): Promise<JournalReport> {
  const { records, verified } = await verifyFolder(folders.site(site).config);
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
