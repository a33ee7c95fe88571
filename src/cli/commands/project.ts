import type { Command } from 'commander';
import { z } from 'zod';
import { dayEnd, MOMENT_FORM, timeAt } from '../../base/index.ts';
import { parseYamlStrict } from '../../policy/index.ts';
import { lookAtFields } from '../decision/applied-fields.ts';
import {
  type DecisionOptions,
  decide,
  decideOrWrite,
  type ElsewhereOptions,
  withDecision,
  withElsewhere,
} from '../decision/decide.ts';
import { readTextFile } from '../files/read-text.ts';
import { helpTail, type Shell } from '../shell.ts';

/** The end of a day, or a time, in a file of terms. */
const When = z
  .string()
  .refine((text) => endOf(text) !== undefined, `must be ${MOMENT_FORM}`)
  .transform((text) => endOf(text) ?? 0);

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

/** `sfumato project apply`, `amend` and `end`. */
export function registerProject(project: Command, shell: Shell): void {
  const apply = withElsewhere(
    project
      .command('apply')
      .description('apply for a project with your own key; a steward and a privacy officer approve it')
      .argument(
        '<terms>',
        'a YAML file: project, purpose, purposeClass, fields, ends, ethics, members, agreement, epsilon',
      ),
  )
    .option(
      '--policy <file>',
      'with --out: the policy that the site works under, which must have the fields (the published ones when left out)',
    )
    .action((file: string, options: ElsewhereOptions & { readonly policy?: string }) =>
      shell.run(options, async () => {
        const body = termsOf(file, ProjectTerms);
        if (options.out !== undefined) {
          // At its own machine the site looks itself, under the policy in force.
          lookAtFields(shell, { fields: body.fields, policy: options.policy });
        }
        return await decideOrWrite(shell, { kind: 'project', body }, options);
      }),
    );
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

/** What lasts until a day lasts to its end, as on the pages. */
function endOf(text: string): number | undefined {
  return dayEnd(text) ?? timeAt(text);
}

function termsOf<T>(file: string, schema: z.ZodType<T>): T {
  return parseYamlStrict({ text: readTextFile(file, 'file of terms'), file, schema, errorCode: 'wrong-use' });
}
