import { type Command, Option } from 'commander';
import { LIMITS, SfumatoError } from '../../base/index.ts';
import { METHODS, type MetaOptions } from '../../statistics/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { requireNew, writeNewFile } from '../files/write-text.ts';
import { analysedEffects } from '../meta/analysed.ts';
import { analysedBySubgroup } from '../meta/by-subgroup.ts';
import { repeatedSentence } from '../meta/effect-columns.ts';
import { EFFECTS, type EffectName } from '../meta/effects.table.ts';
import { readEffects } from '../meta/read-effects.ts';
import { type SiteEffects, siteEffects } from '../meta/site-effects.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

interface Options {
  readonly method: MetaOptions['method'];
  readonly test: MetaOptions['test'];
  readonly confidence: string;
  readonly svg?: string;
  readonly effect?: EffectName;
  readonly group: readonly string[];
  readonly outcome: readonly string[];
  readonly by?: string;
  readonly json?: boolean;
}

/** `sfumato meta`: a meta-analysis of a table of effects. */
export function registerMeta(program: Command, shell: Shell): void {
  const command = program
    .command('meta')
    .description('combine the effects of several sites: from a table of them, or from an answer with --effect')
    .argument('<file>', 'a CSV table label,effect,variance[,noise_variance], or what `sfumato ask --json` printed')
    .addOption(
      new Option('--effect <effect>', 'work this effect out of every site’s answer').choices(Object.keys(EFFECTS)),
    )
    .option('--group <Field=value>', 'a group of the effect, given twice: the first against the second', many, [])
    .option('--outcome <Field=value>', 'an outcome, given twice: having it, not having it', many, [])
    .option('--by <field>', 'an analysis for each value of this field, and whether they differ')
    .addOption(
      new Option('--method <method>', 'how the variance between sites is estimated').choices(METHODS).default('REML'),
    )
    .addOption(new Option('--test <test>', 'z, or hk for Hartung and Knapp’s').choices(['z', 'hk']).default('z'))
    .option('--confidence <share>', 'of the intervals', '0.95')
    .option('--svg <file>', 'write the forest plot as a picture; a file that exists is never overwritten')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => shell.run(options, async () => metaOutcome(shell, file, options)));
  helpTail(command, [
    'npx --no sfumato meta effects.csv',
    'npx --no sfumato meta effects.csv --method DL --test hk --svg forest.svg --json',
    'npx --no sfumato meta answer.json --effect mean-difference --group Manufacturer=SIEMENS --group Manufacturer=GE',
    'npx --no sfumato meta answer.json --effect mean --by Manufacturer',
  ]);
}

function metaOutcome({ terminal }: Shell, file: string, given: Options): Outcome {
  if (given.by !== undefined) {
    return bySubgroup(file, given.by, given);
  }
  if (given.svg !== undefined) {
    requireNew(given.svg);
  }
  const effects = effectsIn(readTextFile(file, 'table or answer', LIMITS.answerFileBytesMax), given);
  const { document, text, svg } = analysedEffects(effects, given);
  const repeated = repeatedSentence(effects.sites);
  if (repeated !== undefined) {
    terminal.note(repeated);
  }
  if (given.svg !== undefined) {
    writeNewFile(given.svg, svg);
  }
  return { document, text };
}

function bySubgroup(file: string, by: string, { effect, group, outcome, svg, ...how }: Options): Outcome {
  if (effect === undefined || svg !== undefined) {
    throw new SfumatoError(
      'wrong-use',
      '--by goes with --effect, and without --svg: there is a plot for each subgroup.',
    );
  }
  const json = jsonOf(readTextFile(file, 'table or answer', LIMITS.answerFileBytesMax));
  return analysedBySubgroup(json, by, { ...how, effect: { effect, groups: group, outcomes: outcome } });
}

function effectsIn(text: string, { effect, group, outcome }: Options): SiteEffects {
  if (effect === undefined) {
    if (text.trimStart().startsWith('{')) {
      throw new SfumatoError('wrong-use', 'The file is JSON; say with --effect which effect of every site is meant.');
    }
    return { sites: readEffects(text), without: [] };
  }
  return siteEffects(jsonOf(text), { effect, groups: group, outcomes: outcome });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SfumatoError(
      'wrong-use',
      '--effect takes an answer as `sfumato ask --json` prints it; the file is no JSON.',
    );
  }
}

function many(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
