import { writeFileSync } from 'node:fs';
import { assert } from '../../base/index.ts';
import { analysedEffects } from '../meta/analysed.ts';
import { siteEffects } from '../meta/site-effects.ts';
import type { Asked } from './document.ts';
import type { DemoFolders } from './folders.ts';
import { META_QUESTION, META_WANTED } from './questions.table.ts';

/** The sites' own effects in one of the answers, combined; the forest plot goes to a file as well. */
export function demoMeta(folders: DemoFolders, asked: readonly Asked[]): { document: unknown; text: string } {
  const found = asked.find(({ question }) => question === META_QUESTION);
  assert(found !== undefined, 'the question was asked');
  const effects = siteEffects(found.reply, META_WANTED);
  const { document, text, svg } = analysedEffects(effects, { method: 'REML', test: 'hk', confidence: '0.95' });
  writeFileSync(folders.forestPlot, svg);
  return { document, text: `${text}\n\nThe forest plot as a picture: ${folders.forestPlot}` };
}
