import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';
import { table } from '../terminal/table.ts';

type Project = VerbOutput['projects']['projects'][number];

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

/** `sfumato project list` and `show`. */
export function registerProjectList(project: Command, shell: Shell): void {
  const list = project
    .command('list')
    .description('show the projects of a site and how they stand')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      shell.run(options, async () => {
        const document = await projectsOf(shell, options);
        const rows = document.projects.map(({ id, state, purposeClass, ends, ended, members }) => [
          ...[id, state, purposeClass, shownEnd(ended?.atMs ?? ends) ?? ''],
          members.map(({ person }) => person).join(', '),
        ]);
        return { document, text: table(['project', 'state', 'for', 'ends', 'members'], rows) };
      }),
    );
  helpTail(list, ['npx --no sfumato project list --config site/node.yaml']);
  const show = project
    .command('show')
    .description('show one project: its terms, and what stands against questions of each member')
    .argument('<project>', 'its id')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((id: string, options: Options) =>
      shell.run(options, async () => {
        const document = (await projectsOf(shell, options)).projects.find((one) => one.id === id);
        if (document === undefined) {
          throw new SfumatoError('wrong-use', `There is no project ${id} here; see \`sfumato project list\`.`);
        }
        return { document, text: textOf(document) };
      }),
    );
  helpTail(show, ['npx --no sfumato project show lung-imaging --config site/node.yaml']);
}

async function projectsOf(shell: Shell, { config }: Options): Promise<VerbOutput['projects']> {
  return await siteVerb(shell, { configFile: config, verb: 'projects', input: {} });
}

const shownEnd = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : shownTime(ms));

/** When it ends; of one that has ended, when, by whom and why. */
function endOf({ state, ends, ended }: Project): string {
  if (ended !== undefined) {
    return `Ended: ${shownTime(ended.atMs)}, by ${ended.by.join(' and ')}, because “${ended.reason}”.`;
  }
  return `${state === 'ended' ? 'Ended, by its terms' : 'Ends'}: ${shownEnd(ends) ?? 'when somebody ends it'}.`;
}

function textOf(project: Project): string {
  const { id, state, purpose, purposeClass, fields, agreement, agreementVersion, ethics, members } = project;
  const rows = members.map(({ person, key, expires, hasAgreed, refused }) => [
    ...[person, `${key.slice(0, 12)}…`, expires === undefined ? '' : shownTime(expires)],
    ...[hasAgreed ? 'yes' : 'no', refused ?? 'nothing'],
  ]);
  return [
    `${id}, ${state}: ${purpose} (${purposeClass})`,
    `Fields: ${fields.join(', ')}.`,
    `${endOf(project)} Ethics: ${ethics === undefined ? 'none on record' : `${ethics.reference}, until ${shownTime(ethics.expires)}`}.`,
    `Agreement: ${agreement}${agreementVersion === undefined ? '' : `, version ${agreementVersion}`}.`,
    '',
    table(['member', 'key', 'key runs out', 'agreed', 'what stands against questions'], rows),
  ].join('\n');
}
