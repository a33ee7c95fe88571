import type { Command } from 'commander';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import { parseYamlStrict } from '../../policy/index.ts';
import { type DecisionOptions, decide, signedDecision, withDecision, writeDecision } from '../decide.ts';
import { readTextFile } from '../load.ts';
import { moment } from '../moment.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

/** A day or time in a file of terms. */
const When = z.string().transform((text) => moment(text));

const TERMS = {
  purpose: z.string(),
  purposeClass: z.string(),
  fields: z.array(z.string()),
  ends: When,
  ethics: z.strictObject({ reference: z.string(), expires: When }),
  members: z.array(z.strictObject({ person: z.string(), key: z.string(), expires: When.optional() })),
  agreement: z.string(),
} as const;

/** The terms of a project, as people write them. */
const ProjectTerms = z.strictObject({
  project: z.string(),
  ...TERMS,
  epsilon: z.strictObject({ project: z.string(), analyst: z.string() }),
});
const AmendedTerms = z
  .strictObject({ project: z.string(), ...TERMS })
  .partial()
  .required({ project: true });

type ApplyOptions = Omit<DecisionOptions, 'config'> & {
  readonly config?: string;
  readonly site?: string;
  readonly out?: string;
};

/** `sfumato project apply`, `amend` and `end`. */
export function registerProject(project: Command, shell: Shell): void {
  const apply = withDecision(
    project
      .command('apply')
      .description('apply for a project with your own key; a steward and a privacy officer approve it')
      .argument(
        '<terms>',
        'a YAML file: project, purpose, purposeClass, fields, ends, ethics, members, agreement, epsilon',
      ),
  )
    .option('--out <file>', 'write the signed application for the site to a file and hand nothing in')
    .action((file: string, options: ApplyOptions) => shell.run(options, async () => applied(shell, file, options)));
  for (const option of apply.options.filter(({ long }) => long === '--config')) {
    option.makeOptionMandatory(false);
  }
  apply.option('--site <id>', 'with --out: the site that it is for');
  helpTail(apply, [
    'npx --no sfumato project apply bones.yaml --reason "Thesis of Carl." --key carl.key --config site/node.yaml',
    'npx --no sfumato project apply bones.yaml --reason "Thesis of Carl." --key carl.key --site harbour --out bones.json',
  ]);
  const amend = withDecision(
    project
      .command('amend')
      .description('change terms of a project; a steward and a privacy officer sign it, members don’t')
      .argument('<terms>', 'a YAML file: project, and the terms that change'),
  ).action((file: string, options: DecisionOptions) =>
    shell.run(options, async () => decide(shell, { kind: 'amend', body: termsOf(file, AmendedTerms) }, options)),
  );
  helpTail(amend, [
    'npx --no sfumato project amend bones.yaml --reason "Ethics approval renewed." --key mira.key --config site/node.yaml',
  ]);
  const end = withDecision(
    project.command('end').description('end a project for good; one person suffices').argument('<project>', 'its id'),
  ).action((id: string, options: DecisionOptions) =>
    shell.run(options, async () => decide(shell, { kind: 'end', body: { project: id } }, options)),
  );
  helpTail(end, [
    'npx --no sfumato project end bones --reason "The study is published." --key noor.key --config site/node.yaml',
  ]);
}

async function applied(shell: Shell, file: string, options: ApplyOptions): Promise<Outcome> {
  const { config, site, out } = options;
  const decision = { kind: 'project' as const, body: termsOf(file, ProjectTerms) };
  if (config !== undefined && out === undefined) {
    return await decide(shell, decision, { ...options, config });
  }
  if (site === undefined || out === undefined) {
    throw new SfumatoError('wrong-use', 'Name the site’s --config, or --site and --out for a file to be sent there.');
  }
  writeDecision(out, await signedDecision(shell, decision, { ...options, site }));
  const text = `${out} holds the application; at ${site} it is handed in with \`sfumato approve ${out}\`.`;
  return { document: { file: out, site }, text };
}

function termsOf<T>(file: string, schema: z.ZodType<T>): T {
  return parseYamlStrict({ text: readTextFile(file, 'file of terms'), file, schema, errorCode: 'wrong-use' });
}
