import { type Command, Option } from 'commander';
import { SfumatoError } from '../../base/index.ts';
import {
  leaveOneOut,
  METHODS,
  type MetaAnalysis,
  type MetaOptions,
  metaAnalysisOf,
  normalHalfWidth,
  type SiteEffect,
} from '../../statistics/index.ts';
import { readTextFile, writeTextFile } from '../load.ts';
import { EFFECTS, type EffectName } from '../meta/effects.table.ts';
import { type Forest, forestOf } from '../meta/forest.ts';
import { forestSvg } from '../meta/forest-svg.ts';
import { forestText } from '../meta/forest-text.ts';
import { readEffects } from '../meta/read-effects.ts';
import { metaText } from '../meta/show.ts';
import { type SiteEffects, siteEffects } from '../meta/site-effects.ts';
import { helpTail, type Shell } from '../shell.ts';

interface Options {
  readonly method: MetaOptions['method'];
  readonly test: MetaOptions['test'];
  readonly confidence: string;
  readonly svg?: string;
  readonly effect?: EffectName;
  readonly group: readonly string[];
  readonly outcome: readonly string[];
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
    .addOption(
      new Option('--method <method>', 'how the variance between sites is estimated').choices(METHODS).default('REML'),
    )
    .addOption(new Option('--test <test>', 'z, or hk for Hartung and Knapp’s').choices(['z', 'hk']).default('z'))
    .option('--confidence <share>', 'of the intervals', '0.95')
    .option('--svg <file>', 'write the forest plot as a picture')
    .option('--json', 'print one JSON document')
    .action((file: string, options: Options) => shell.run(options, async () => metaOutcome(file, options)));
  helpTail(command, [
    'npx --no sfumato meta effects.csv',
    'npx --no sfumato meta effects.csv --method DL --test hk --svg forest.svg --json',
    'npx --no sfumato meta answer.json --effect mean-difference --group Manufacturer=SIEMENS --group Manufacturer=GE',
  ]);
}

function metaOutcome(file: string, given: Options) {
  const { method, test, confidence, svg } = given;
  const { sites, without: left } = effectsIn(readTextFile(file, 'file'), given);
  const options = { method, test, alpha: alphaOf(confidence) };
  const analysis = estimable(sites, options);
  const forest = forestOf({
    sites,
    analysis,
    critical: normalHalfWidth(options.alpha),
    confidence: percent(confidence),
  });
  if (svg !== undefined) {
    writeTextFile(svg, forestSvg(forest, titleOf(forest, method)));
  }
  const without = leaveOneOut(sites, options);
  const { weights, estimable: _, ...numbers } = analysis;
  const document = {
    method,
    test,
    confidence,
    ...numbers,
    ...(left.length > 0 && { notCombined: left }),
    effects: sites.map((site, at) => ({ ...site, ci: forest.rows[at]?.ci, weight: weights[at] })),
    leaveOneOut: without.map(({ label, without: rest }) =>
      rest.estimable
        ? { without: label, estimate: rest.estimate, se: rest.se, ci: rest.ci, p: rest.p, tau2: rest.tau2, I2: rest.I2 }
        : { without: label, notEstimable: rest.why },
    ),
  };
  const leftOut = left.map(({ site, why }) => `${site} is left out: ${why}`);
  const parts = [forestText(forest), ...leftOut, metaText({ analysis, sites, without, options, confidence })];
  return { document, text: parts.join('\n\n') };
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

function estimable(sites: readonly SiteEffect[], options: MetaOptions): MetaAnalysis {
  const analysis = metaAnalysisOf(sites, options);
  if (!analysis.estimable) {
    throw new SfumatoError('wrong-use', analysis.why);
  }
  return analysis;
}

/** 1 − confidence, without the dust of a subtraction in doubles. */
function alphaOf(confidence: string): number {
  const share = /^0\.\d{1,9}$/.test(confidence) ? Number(confidence) : 0;
  if (share <= 0) {
    throw new SfumatoError('wrong-use', 'A confidence lies above 0 and below 1, written like 0.95.');
  }
  return Number((1 - share).toFixed(9));
}

function percent(confidence: string): string {
  return `${Number((Number(confidence) * 100).toFixed(7))} %`;
}

function titleOf({ rows }: Forest, method: string): string {
  return `Forest plot of ${rows.length} site${rows.length === 1 ? '' : 's'}, ${method}`;
}
