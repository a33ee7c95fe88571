import type { Command } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import type { Draft, Statement } from '../../contract/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type DeclaredFacts, dryRun, isObjection, planned, statementOf } from '../../query/index.ts';
import { loadDraft, loadPolicyFile } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { table } from '../table.ts';

interface Options {
  readonly policy: string;
  readonly sizeClass: string;
  readonly json?: boolean;
}

/** `sfumato explain`: what a question becomes under a policy. Reads two files and asks nobody. */
export function registerExplain(program: Command, shell: Shell): void {
  const command = program
    .command('explain')
    .description('show the plan, the SQL and the noise of a question under a policy; nothing is asked')
    .argument('<question>', 'a YAML or JSON file with the question')
    .requiredOption('--policy <file>', 'the policy’s YAML file')
    .option('--size-class <class>', 'the declared size of the site: small, medium or large', 'small')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) =>
      shell.run(options, async () =>
        explain(loadDraft(file), options, new Date(shell.clock.wallMs()).getUTCFullYear()),
      ),
    );
  helpTail(command, ['npx --no sfumato explain question.yaml --policy policies/imaging-metadata/1.1.0.yaml']);
}

function explain(draft: Draft, { policy: file, sizeClass }: Options, year: number): Outcome {
  const policy = loadPolicyFile(file);
  const facts = factsOf(policy, sizeOf(sizeClass), draft.blocks ?? [year]);
  const priced = dryRun({ policy, query: draft, facts });
  if (isObjection(priced)) {
    throw new SfumatoError('request-invalid', priced.detail ?? priced.code);
  }
  const { accuracy: _, ...rest } = draft;
  const query = { ...rest, epsilon: priced.epsilon, blocks: draft.blocks ?? [year] };
  const document = planned<Explained>({ policy, query, facts }, (plan) => ({
    ...partsOf(statementOf(plan)),
    path: plan.path,
    timeClassSeconds: plan.timeClassMs / 1_000,
    sql: plan.compiled.sql,
    parameters: plan.compiled.parameters,
  }));
  if (isObjection(document)) {
    throw new SfumatoError('request-invalid', document.detail ?? document.code);
  }
  return { document, text: textOf(document) };
}

function partsOf({ keys, measures, pieces, epsilon, definition, caps, leavesOut, queryHash }: Statement) {
  return { cells: keys.length, measures, pieces, epsilon, definition, caps, leavesOut, queryHash };
}

interface Explained extends ReturnType<typeof partsOf> {
  readonly path: string;
  readonly timeClassSeconds: number;
  readonly sql: string;
  readonly parameters: readonly number[];
}

function sizeOf(text: string): DeclaredFacts['sizeClass'] {
  if (text !== 'small' && text !== 'medium' && text !== 'large') {
    throw new SfumatoError('wrong-use', '--size-class is small, medium or large.');
  }
  return text;
}

/** A site whose project may use every field. */
function factsOf(policy: Policy, sizeClass: DeclaredFacts['sizeClass'], blocks: readonly number[]): DeclaredFacts {
  const fields = [...policy.columns.keys()];
  return { site: 'none', project: 'none', purpose: '', fields, sizeClass, blocks, snapshot: 'none' };
}

function textOf(explained: Explained): string {
  const { pieces, measures, cells, caps, epsilon, path, timeClassSeconds, leavesOut, definition } = explained;
  const noise = table(
    ['measure', 'piece', 'numbers', 'ε', 'Δ', 'scale', '± of noise'],
    pieces.map(({ measure, name, fields, width, mechanism, interval }) => {
      const of = fields.map((field) => measures[measure]?.fields[field]?.field ?? '').join(' · ');
      const { numerator, denominator } = mechanism.scale;
      const scale = denominator === '1' ? numerator : `${numerator}/${denominator}`;
      const what = [measures[measure]?.kind ?? '', of === '' ? name : `${name} of ${of}`];
      return [...what, `${width * cells}`, mechanism.epsilon, mechanism.sensitivity, scale, interval.halfWidth];
    }),
  );
  const plan = [
    cells === 1
      ? `One cell; ε ${epsilon} in all.`
      : `${cells} cells, of which a patient counts in at most ${caps.groupsPerPatient}; ε ${epsilon} in all.`,
    `By ${path}; the answer leaves ${timeClassSeconds} s after admission.`,
    `${definition}.`,
    ...leavesOut,
  ];
  const { sql, parameters } = explained;
  return `${plan.join('\n')}\n\n${noise}\n\n${sql}\n\nparameters: ${parameters.join(', ')}`;
}
