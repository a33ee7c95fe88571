import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { readAction } from '../../contract/index.ts';
import { type DecisionOptions, signedDecision, withDecision } from '../decision/decide.ts';
import { writeDecision } from '../decision/decision-file.ts';
import { loadNodeConfig } from '../files/configuration.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { statusOf } from './status.ts';

interface Options extends DecisionOptions {
  readonly out: string;
  readonly meter?: string;
  readonly epsilon?: string;
  readonly scope?: string;
  readonly policy?: string;
  readonly person?: string;
  readonly publicKey?: string;
  readonly roles?: readonly string[];
}

/** `sfumato action new`: something that people decide, with its first signature. */
export function registerActionNew(action: Command, shell: Shell): void {
  const command = withDecision(
    action
      .command('new')
      .description('write a decision and sign it; others sign the same file, then it is applied')
      .argument('<kind>', 'grant, freeze, unfreeze, policy, recovery, enrol or dismiss'),
  )
    .requiredOption('--out <file>', 'where the decision goes: a file that doesn’t exist yet')
    .option('--meter <id>', 'grant: the meter, as `sfumato budget` names it')
    .option('--epsilon <decimal>', 'grant: how much more ε, or less with a minus')
    .option('--scope <what>', 'freeze, unfreeze: node, project:ID or analyst:PERSON')
    .option('--policy <file>', 'policy: the document that may come into force')
    .option('--person <id>', 'enrol, dismiss: who')
    .option('--public-key <key>', 'enrol: their public key')
    .option('--roles <role...>', 'enrol: steward, privacy-officer, auditor or operator')
    .action((kind: string, options: Options) => shell.run(options, async () => newAction(shell, kind, options)));
  helpTail(command, [
    'npx --no sfumato action new grant --meter project:lung --epsilon 2 --reason "Second phase, minutes of 3 May." --config site/node.yaml --key mira.key --out grant.json',
    'npx --no sfumato action new freeze --scope analyst:ada --reason "Key reported lost." --config site/node.yaml --key mira.key --out freeze.json',
  ]);
}

async function newAction(shell: Shell, kind: string, options: Options): Promise<Outcome> {
  const { config } = loadNodeConfig(options.config);
  const signed = await writeDecision(options.out, async () => {
    const decision = { kind, body: await bodyOf(shell, kind, options) };
    return await signedDecision(shell, decision, { ...options, site: config.site });
  });
  return {
    document: { file: options.out, action: readAction(signed)?.action },
    text: `${options.out} holds the ${kind}, signed once.`,
  };
}

async function bodyOf(shell: Shell, kind: string, options: Options): Promise<unknown> {
  const { meter, epsilon, scope, person, publicKey: key, roles } = options;
  switch (kind) {
    case 'grant':
      return { meter, epsilon };
    case 'freeze':
    case 'unfreeze':
      return { scope };
    case 'policy':
      return options.policy === undefined ? undefined : policyBody(options.policy);
    case 'recovery':
      return recoveryBody(shell, options.config);
    case 'enrol':
      return { person, key, roles };
    default:
      return { person };
  }
}

function policyBody(file: string) {
  const { name, deidentificationHash: deidentification, disclosureHash: disclosure } = loadPolicyFile(file);
  return { name, deidentification, disclosure };
}

async function recoveryBody(shell: Shell, configFile: string): Promise<unknown> {
  const { witness } = await statusOf(shell, configFile);
  if (witness.recovery === undefined) {
    throw new SfumatoError('wrong-use', `${whyNone(witness)} ${witness.sentence}`);
  }
  return witness.recovery;
}

/** What a site needs that is waiting can only be seen by its running node, once a witness has answered that. */
function whyNone({ state }: { readonly state: string }): string {
  return state === 'waiting'
    ? 'Whether this site needs a recovery, its node has to hear from its witnesses first: start it, and see what `sfumato status` says.'
    : 'This site needs no recovery now:';
}
