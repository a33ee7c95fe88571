import type { Command } from 'commander';
import { didYouMean, SfumatoError } from '../../base/index.ts';
import { agreementHash } from '../../governance/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import {
  type DecisionOptions,
  decide,
  decideOrWrite,
  type ElsewhereOptions,
  withDecision,
  withElsewhere,
} from '../decision/decide.ts';
import { readTextFile } from '../files/read-text.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { shownTime } from '../terminal/shown-time.ts';

type Agreement = VerbOutput['agreements']['agreements'][number];

type SignOptions = ElsewhereOptions & { readonly person: string; readonly text?: string };

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
      return decide(shell, { kind: 'agreement', body: { agreement: id, text: textIn(file) } }, options);
    }),
  );
  helpTail(publish, [
    'npx --no sfumato agreement publish data-use terms.txt --reason "Board decision of 3 May." --key mira.key --config site/node.yaml',
  ]);
  const sign = withElsewhere(
    agreement
      .command('sign')
      .description('sign the text in force as a member of a project, after reading it with `agreement show`')
      .argument('<id>', 'its name')
      .requiredOption('--person <id>', 'who you are in the project')
      .option('--text <file>', 'with --out: the text that you read, as the site gave it to you'),
  ).action((id: string, options: SignOptions) =>
    shell.run(options, async () => {
      const body = { agreement: id, person: options.person, hash: await hashOf(shell, id, options) };
      return await decideOrWrite(shell, { kind: 'agree', body }, options);
    }),
  );
  helpTail(sign, [
    'npx --no sfumato agreement sign data-use --person ada --reason "I have read it." --key ada.key --config site/node.yaml',
    'npx --no sfumato agreement sign data-use --person ada --reason "I have read it." --key ada.key --text terms.txt --site harbour --out agreed.json',
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

/** What is signed: the text in force at the site, or the one that was read elsewhere. @throws SfumatoError `wrong-use`. */
async function hashOf(shell: Shell, id: string, { config, out, text: file }: SignOptions): Promise<string> {
  if (file !== undefined) {
    return agreementHash(textIn(file));
  }
  if (config === undefined || out !== undefined) {
    throw new SfumatoError('wrong-use', 'Name the site’s --config; or --text, --site and --out for a file to be sent.');
  }
  const { agreements } = await agreementsOf(shell, config);
  const text = agreements.find((one) => one.agreement === id && one.inForce);
  if (text === undefined) {
    throw unknownText(id, agreements, '; see `sfumato agreement show`.');
  }
  return text.hash;
}

/** A text as pages take it, too: line ends and blanks around it make no other text. */
function textIn(file: string): string {
  return readTextFile(file, 'data-use text').replaceAll('\r\n', '\n').trim();
}

async function shown(shell: Shell, id: string | undefined, options: { config: string }): Promise<Outcome> {
  const all = await agreementsOf(shell, options.config);
  const agreements = all.agreements.filter(({ agreement }) => id === undefined || agreement === id);
  if (id !== undefined && agreements.length === 0) {
    throw unknownText(id, all.agreements, '.');
  }
  const texts = id === undefined ? [] : agreements.filter(({ inForce }) => inForce).map(({ text }) => `\n${text}`);
  const text = [...agreements.map(lineOf), ...texts].join('\n') || 'There is no such text on record.';
  return { document: { agreements }, text };
}

function unknownText(id: string, on: readonly Agreement[], otherwise: string): SfumatoError {
  const near = didYouMean(
    id,
    on.map(({ agreement }) => agreement),
  );
  return new SfumatoError('wrong-use', `There is no text of ${id} on record${near || otherwise}`);
}

async function agreementsOf(shell: Shell, configFile: string): Promise<VerbOutput['agreements']> {
  return await siteVerb(shell, { configFile, verb: 'agreements', input: {} });
}

function lineOf({ agreement, version, hash, sinceMs, inForce, signedBy }: Agreement): string {
  const stands = inForce ? 'in force' : 'former';
  return `${agreement}, version ${version}, ${stands}, since ${shownTime(sinceMs)}, ${hash.slice(0, 16)}…; signed by ${signedBy.join(', ') || 'nobody'}`;
}
