import type { Command } from 'commander';
import { z } from 'zod';
import { listed } from '../options/listed.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { riskText } from '../risk-report/text.ts';
import { helpTail, type Shell } from '../shell.ts';
import { siteVerb } from '../site/verb.ts';
import { bar } from '../terminal/bar.ts';

const Progress = z.object({ done: z.number(), total: z.number() });

interface Options {
  readonly config: string;
  readonly fields?: readonly string[];
  readonly combined: number;
  readonly population?: number;
  readonly json?: boolean;
}

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
  return { document, text: riskText(document) };
}
