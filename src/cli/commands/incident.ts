import type { Command } from 'commander';
import type { VerbOutput } from '../../node/index.ts';
import { type DecisionOptions, decide, withDecision } from '../decision/decide.ts';
import { onlyNamed } from '../options/only-named.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';

type Incident = VerbOutput['incidents']['incidents'][number];

/** `sfumato incident list`, `note` and `close`. */
export function registerIncident(incident: Command, shell: Shell): void {
  const list = incident
    .command('list')
    .description('show the incidents of a site with their clocks and notes')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) =>
      shell.run(options, async () => {
        const document = await incidentsOf(shell, options.config);
        return { document, text: document.incidents.map(textOf).join('\n\n') || 'There was no incident.' };
      }),
    );
  helpTail(list, ['npx --no sfumato incident list --config site/node.yaml']);
  const note = withDecision(
    incident
      .command('note')
      .description('write down what was found or done; a steward, privacy officer or reviewer signs it')
      .argument('<incident>', 'its id or the first digits of it, as `sfumato incident list` shows it')
      .requiredOption('--text <text>', 'what was found or done'),
  )
    .option('--corrective', 'it keeps the incident from happening again')
    .action((id: string, options: DecisionOptions & { text: string; corrective?: boolean }) =>
      shell.run(options, async () => {
        const incident = await incidentNamed(shell, options.config, id);
        const body = { incident, text: options.text, corrective: options.corrective ?? false };
        return decide(shell, { kind: 'note', body }, options);
      }),
    );
  const id = '3f29c1…';
  helpTail(note, [
    `npx --no sfumato incident note ${id} --text "Keys are on smart cards now." --corrective --reason "Agreed on 3 May." --key rosa.key --config site/node.yaml`,
  ]);
  const close = withDecision(
    incident
      .command('close')
      .description('close an incident that has a corrective action on record; two people sign it')
      .argument('<incident>', 'its id or the first digits of it'),
  ).action((named: string, options: DecisionOptions) =>
    shell.run(options, async () => {
      const body = { incident: await incidentNamed(shell, options.config, named) };
      return decide(shell, { kind: 'close', body }, options);
    }),
  );
  helpTail(close, [
    `npx --no sfumato incident close ${id} --reason "The cause is gone." --key mira.key --config site/node.yaml`,
  ]);
}

async function incidentsOf(shell: Shell, configFile: string): Promise<VerbOutput['incidents']> {
  return await siteVerb(shell, { configFile, verb: 'incidents', input: {} });
}

/** The id of an incident that is named by it, or by the first digits of it. @throws SfumatoError `wrong-use`. */
async function incidentNamed(shell: Shell, configFile: string, named: string): Promise<string> {
  const { incidents } = await incidentsOf(shell, configFile);
  return onlyNamed(incidents, named, { one: 'incident', of: ({ id }) => id, see: 'sfumato incident list' }).id;
}

function textOf({
  id,
  scope,
  severity,
  state,
  reason,
  openedBy,
  openedAtMs,
  openMs,
  contact,
  notes,
}: Incident): string {
  const hours = (openMs / 3_600_000).toFixed(1);
  return [
    `${id}  ${scope}  ${severity}  ${state}, ${state === 'closed' ? 'was open' : 'open'} for ${hours} h`,
    `  since ${shownTime(openedAtMs)} by ${openedBy.join(' and ')}, because “${reason}”${contact === undefined ? '' : `; call ${contact}`}`,
    ...notes.map(
      ({ atMs, by, text, corrective }) =>
        `  ${shownTime(atMs)} ${by.join(' and ')}${corrective ? ' (corrective)' : ''}: ${text}`,
    ),
  ].join('\n');
}
