import { type Command, Option } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import { type Draft, type MechanismWire, PurposeClass, type Statement } from '../../contract/index.ts';
import { type Accountant, accountantOf, DELTA_FORM, PURE } from '../../privacy/index.ts';
import { type DeclaredFacts, dryRun, isObjection, planned, statementOf } from '../../query/index.ts';
import { loadDraft } from '../ask/load-draft.ts';
import { factsOfAnySite } from '../judge/any-site.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { table } from '../terminal/table.ts';

interface Options {
  readonly policy: string;
  readonly sizeClass: string;
  readonly zcdp?: string;
  readonly purpose: PurposeClass;
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
    .option('--zcdp <delta>', 'as a site that counts in zCDP and states its losses at this δ, such as 0.000001')
    .addOption(
      new Option('--purpose <class>', 'of the project that asks, which patients may have withdrawn from')
        .choices(PurposeClass.options)
        .default('research'),
    )
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) =>
      shell.run(options, async () =>
        explain(loadDraft(file), options, new Date(shell.clock.wallMs()).getUTCFullYear()),
      ),
    );
  helpTail(command, ['npx --no sfumato explain question.yaml --policy policies/imaging-metadata/1.1.0.yaml']);
}

function explain(draft: Draft, { policy: file, sizeClass, zcdp, purpose }: Options, year: number): Outcome {
  const policy = loadPolicyFile(file);
  const declared = {
    sizeClass: sizeOf(sizeClass),
    blocks: draft.blocks ?? [year],
    accountant: accountantFor(zcdp),
    purposeClass: purpose,
  };
  const facts = factsOfAnySite(policy, declared);
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

function partsOf({ keys, measures, pieces, epsilon, zcdp, definition, caps, leavesOut, queryHash }: Statement) {
  const parts = { cells: keys.length, measures, pieces, epsilon, definition, caps, leavesOut, queryHash };
  return { ...parts, ...(zcdp === undefined ? {} : { zcdp }) };
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

function accountantFor(delta: string | undefined): Accountant {
  if (delta !== undefined && !DELTA_FORM.test(delta)) {
    throw new SfumatoError('wrong-use', '--zcdp is a power of ten, from 0.0001 to 0.000000000000001.');
  }
  return delta === undefined ? PURE : accountantOf({ kind: 'zcdp', delta });
}

function noiseText(mechanism: MechanismWire): string {
  return mechanism.name === 'discrete-laplace'
    ? `Laplace b ${fractionText(mechanism.scale)}`
    : `Gaussian σ² ${fractionText(mechanism.sigmaSquared)}`;
}

/** What the noise is wide for: the L1 distance, or the square of the L2 distance. */
function sensitivityText(mechanism: MechanismWire): string {
  return mechanism.name === 'discrete-laplace' ? mechanism.sensitivity : `√${mechanism.sensitivitySquared}`;
}

function fractionText({
  numerator,
  denominator,
}: {
  readonly numerator: string;
  readonly denominator: string;
}): string {
  return denominator === '1' ? numerator : `${numerator}/${denominator}`;
}

function textOf(explained: Explained): string {
  const { pieces, measures, cells, caps, epsilon, path, timeClassSeconds, leavesOut, definition, queryHash } =
    explained;
  const noise = table(
    ['measure', 'piece', 'numbers', 'ε', 'Δ', 'noise', '± of noise'],
    pieces.map(({ measure, name, fields, width, mechanism, interval }) => {
      const of = fields.map((field) => measures[measure]?.fields[field]?.field ?? '').join(' · ');
      const what = [measures[measure]?.kind ?? '', of === '' ? name : `${name} of ${of}`];
      return [
        ...what,
        `${width * cells}`,
        mechanism.epsilon,
        sensitivityText(mechanism),
        noiseText(mechanism),
        interval.halfWidth,
      ];
    }),
  );
  const plan = [
    cells === 1
      ? `One cell; ε ${epsilon} in all.`
      : `${cells} cells, of which a patient counts in at most ${caps.groupsPerPatient}; ε ${epsilon} in all.`,
    `By ${path}; the answer leaves ${timeClassSeconds} s after admission.`,
    `${definition}.`,
    ...leavesOut,
    `Receipts of answers to it are of question ${queryHash}.`,
  ];
  const { sql, parameters } = explained;
  return `${plan.join('\n')}\n\n${noise}\n\n${sql}\n\nparameters: ${parameters.join(', ')}`;
}
