import type { Command } from 'commander';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import { type DecisionOptions, decide, withDecision } from '../decide.ts';
import { readTextFile } from '../load.ts';
import { shownTime } from '../moment.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../verb.ts';

const Agreements = z.object({
  agreements: z.array(
    z.object({
      agreement: z.string(),
      version: z.number(),
      hash: z.string(),
      text: z.string(),
      sinceMs: z.number(),
      inForce: z.boolean(),
      signedBy: z.array(z.string()),
    }),
  ),
});
type Agreement = z.infer<typeof Agreements>['agreements'][number];

/** `sfumato agreement publish`, `sign` and `show`. */
export function registerAgreement(agreement: Command, shell: Shell): void {
  const publish = withDecision(
    agreement
      .command('publish')
      .description('put a data-use text in force; members ask nothing until they have signed it')
      .argument('<id>', 'its name, as projects use it')
      .argument('<file>', 'the text'),
  ).action((id: string, file: string, options: DecisionOptions) =>
    shell.run(options, async () => {
      const text = readTextFile(file, 'data-use text');
      return decide(shell, { kind: 'agreement', body: { agreement: id, text } }, options);
    }),
  );
  helpTail(publish, [
    'npx --no sfumato agreement publish data-use terms.txt --reason "Board decision of 3 May." --key mira.key --config site/node.yaml',
  ]);
  const sign = withDecision(
    agreement
      .command('sign')
      .description('sign the text in force as a member of a project, after reading it with `agreement show`')
      .argument('<id>', 'its name')
      .requiredOption('--person <id>', 'who you are in the project'),
  ).action((id: string, options: DecisionOptions & { person: string }) =>
    shell.run(options, async () => {
      const { agreements } = await agreementsOf(shell, options.config);
      const text = agreements.find((one) => one.agreement === id && one.inForce);
      if (text === undefined) {
        throw new SfumatoError('wrong-use', `There is no text of ${id} on record; see \`sfumato agreement show\`.`);
      }
      const body = { agreement: id, person: options.person, hash: text.hash };
      return decide(shell, { kind: 'agree', body }, options);
    }),
  );
  helpTail(sign, [
    'npx --no sfumato agreement sign data-use --person ada --reason "I have read it." --key ada.key --config site/node.yaml',
  ]);
  const show = agreement
    .command('show')
    .description('show the data-use texts of a site and who has signed them')
    .argument('[id]', 'only this one, with its text')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((id: string | undefined, options: { config: string; json?: boolean }) =>
      shell.run(options, async () => shown(shell, id, options)),
    );
  helpTail(show, ['npx --no sfumato agreement show data-use --config site/node.yaml']);
}

async function shown(shell: Shell, id: string | undefined, options: { config: string }): Promise<Outcome> {
  const all = await agreementsOf(shell, options.config);
  const agreements = all.agreements.filter(({ agreement }) => id === undefined || agreement === id);
  const texts = id === undefined ? [] : agreements.filter(({ inForce }) => inForce).map(({ text }) => `\n${text}`);
  const text = [...agreements.map(lineOf), ...texts].join('\n') || 'There is no such text on record.';
  return { document: { agreements }, text };
}

async function agreementsOf(shell: Shell, configFile: string): Promise<z.infer<typeof Agreements>> {
  return Agreements.parse(await siteVerb(shell, { configFile, verb: 'agreements', input: {} }));
}

function lineOf({ agreement, version, hash, sinceMs, inForce, signedBy }: Agreement): string {
  const stands = inForce ? 'in force' : 'former';
  return `${agreement}, version ${version}, ${stands}, since ${shownTime(sinceMs)}, ${hash.slice(0, 16)}…; signed by ${signedBy.join(', ') || 'nobody'}`;
}
