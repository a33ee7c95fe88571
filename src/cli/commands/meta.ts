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
import { type Forest, forestOf } from '../meta/forest.ts';
import { forestSvg } from '../meta/forest-svg.ts';
import { forestText } from '../meta/forest-text.ts';
import { readEffects } from '../meta/read-effects.ts';
import { metaText } from '../meta/show.ts';
import { helpTail, type Shell } from '../shell.ts';

interface Options {
  readonly method: MetaOptions['method'];
  readonly test: MetaOptions['test'];
  readonly confidence: string;
  readonly svg?: string;
  readonly json?: boolean;
}

/** `sfumato meta`: a meta-analysis of a table of effects. */
export function registerMeta(program: Command, shell: Shell): void {
  const command = program
    .command('meta')
    .description('combine effects of several sites, a line each in a CSV file: label,effect,variance[,noise_variance]')
    .argument('<file>', 'the table; variance is that of sampling, noise_variance that of the noise added for privacy')
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
  ]);
}

function metaOutcome(file: string, { method, test, confidence, svg }: Options) {
  const sites = readEffects(readTextFile(file, 'table'));
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
    effects: sites.map((site, at) => ({ ...site, ci: forest.rows[at]?.ci, weight: weights[at] })),
    leaveOneOut: without.map(({ label, without: rest }) =>
      rest.estimable
        ? { without: label, estimate: rest.estimate, se: rest.se, ci: rest.ci, p: rest.p, tau2: rest.tau2, I2: rest.I2 }
        : { without: label, notEstimable: rest.why },
    ),
  };
  return { document, text: `${forestText(forest)}\n\n${metaText({ analysis, sites, without, options, confidence })}` };
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
