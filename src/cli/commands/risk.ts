import type { Command } from 'commander';
import { z } from 'zod';
import { percentText } from '../../base/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { listed } from '../options/listed.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { bar } from '../terminal/bar.ts';
import { table } from '../terminal/table.ts';

const Progress = z.object({ done: z.number(), total: z.number() });

interface Options {
  readonly config: string;
  readonly fields?: readonly string[];
  readonly combined: number;
  readonly population?: number;
  readonly json?: boolean;
}

type Report = VerbOutput['risk'];
type Worst = Report['worst'][number];

/** `sfumato risk`: how far patients could be recognised by what is staged. */
export function registerRisk(program: Command, shell: Shell): void {
  const combined = wholeNumber({ least: 1, most: 4, sentence: 'It must be a number of fields from 1 to 4.' });
  const population = wholeNumber({ least: 1, sentence: 'It must be a number of people.' });
  const command = program
    .command('risk')
    .description(
      'assess how far patients could be recognised by the rows that are staged; exact counts, which stay on the site',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option(
      '--fields <names>',
      'these fields, with commas between them, in place of all that the policy calls a strong or weak risk',
      listed,
    )
    .option('--combined <n>', 'how many fields at most are taken together, before all of them are', combined, 3)
    .option(
      '--population <n>',
      'estimate who would be alone among this many people, whom the patients come from',
      population,
    )
    .option('--json', 'print one JSON document, with every combination')
    .action((options: Options) => shell.run(options, async () => risk(shell, options)));
  helpTail(command, [
    'npx --no sfumato risk --config site/node.yaml',
    'npx --no sfumato risk --fields PatientSex,PatientAge,StudyDate --population 400000 --config site/node.yaml',
  ]);
}

async function risk(shell: Shell, { config: configFile, fields, combined, population }: Options) {
  const input = { combined, ...(fields && { fields }), ...(population !== undefined && { population }) };
  const onProgress = (progress: unknown): void => {
    const { done, total } = Progress.parse(progress);
    shell.terminal.status(`${bar(done / total)}  ${done} of ${total} combinations`, done === total);
  };
  const document = await siteVerb(shell, { configFile, verb: 'risk', input, onProgress });
  return { document, text: document.patients === 0 ? 'No patient is staged.' : textOf(document) };
}

function textOf(report: Report): string {
  const { policy, patients, worst } = report;
  return [
    `${patients} patients, staged under ${policy}.`,
    ABOUT,
    fieldsTable(report),
    `The combinations that tell most patients apart\n\n${table(HEADS, worst.map(rowOf))}`,
    classesTable(report),
    thresholdsTable(worst),
    ...populationText(worst),
  ].join('\n\n');
}

const ABOUT =
  'This is what somebody could do who got hold of these rows, knows values of a patient, and knows that the patient is here. It says nothing of ' +
  'answers, which noise protects whatever is known, and it decides nothing: it helps to judge what a lost disk or backup would mean, and which ' +
  'fields a policy should coarsen.';

const HEADS = ['fields', 'classes', 'alone', 'below 11', 'smallest', 'highest risk', 'average risk'];

function rowOf({ fields, classes, below, smallest, highest, average, patients }: Report['sets'][number]): string[] {
  const names = fields.length > 4 ? `all ${fields.length}` : fields.join(' · ');
  const shares = [below[2], below[11]].map((count) => `${count} (${percentText(count, patients)} %)`);
  return [names, String(classes), ...shares, String(smallest), rate(highest), rate(average)];
}

function rate(value: number): string {
  return value.toPrecision(3);
}

function fieldsTable({ fields, sets }: Report): string {
  const rows = fields.flatMap(({ keyword, risk: kind }) =>
    sets
      .filter((set) => set.fields.length === 1 && set.fields[0] === keyword)
      .map((set) => [...rowOf(set).slice(0, 1), kind, ...rowOf(set).slice(1), rate(set.separation)]),
  );
  return `Fields by themselves\n\n${table(['field', 'risk', ...HEADS.slice(1), 'pairs told apart'], rows)}`;
}

/** The sizes of classes of all fields together, in the bands that others use. */
function classesTable({ classes, patients }: Report): string {
  const bands = [
    ['1', 1, 1],
    ['2 to 4', 2, 4],
    ['5 to 10', 5, 10],
    ['11 to 19', 11, 19],
    ['20 and more', 20, Infinity],
  ] as const;
  const rows = bands.map(([band, from, to]) => {
    const those = classes.filter(({ size }) => size >= from && size <= to);
    const people = those.reduce((sum, one) => sum + one.size * one.classes, 0);
    const number = those.reduce((sum, one) => sum + one.classes, 0);
    return [band, String(number), String(people), `${percentText(people, patients)} %`];
  });
  return `All fields together: classes by their size\n\n${table(['size', 'classes', 'patients', 'of all'], rows)}`;
}

/** Which of the worst combinations keep to what others ask. */
function thresholdsTable(worst: readonly Worst[]): string {
  const [first] = worst;
  const rows = (first?.thresholds ?? []).map(({ of, most, source }, at) => [
    `${of} ≤ ${of === 'highest' ? `1/${Math.round(1 / most)}` : most}`,
    ...worst.map(({ thresholds }) => (thresholds[at]?.holds ? 'yes' : 'no')),
    source,
  ]);
  const heads = ['risk', ...worst.map(({ fields }) => countOf(fields)), 'source'];
  return `What others ask of tables that people get to see: whether it holds for these combinations\n\n${table(heads, rows)}`;
}

function countOf(fields: readonly string[]): string {
  return fields.length === 1 ? '1 field' : `${fields.length} fields`;
}

function populationText(worst: readonly Worst[]): readonly string[] {
  const lines = worst.flatMap(populationLines);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function populationLines({ fields, below, population }: Worst): readonly string[] {
  if (population === undefined) {
    return [];
  }
  const { alone, method, population: people } = population;
  const names = fields.length > 4 ? `all ${fields.length} fields` : fields.join(' · ');
  const model = method === 'pitman' ? 'Pitman’s' : 'Zayatz’s';
  const estimate = `about ${alone.toFixed(alone < 10 ? 1 : 0)}`;
  return [
    `By ${names}, of ${below[2]} who are alone here ${estimate} would be alone among ${people} people (${model} model).`,
  ];
}
