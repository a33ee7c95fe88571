import type { Voice } from '../../shown/index.ts';
import { REFUSALS } from '../texts/refusals.table.ts';
import { filledText, type Say, writtenText } from '../texts/say.ts';
import { SHOWN } from '../texts/shown.table.ts';

/** How the pages of a language say what an answer shows. */
export function voiceOf(say: Pick<Say, 'lang'>): Voice {
  return {
    say: (what) => ('own' in what ? ownText(say, what.own) : filledText(say, SHOWN[what.word], what.values)),
    amount: (text) => writtenText(say, text),
  };
}

/** A refusal's own sentence, which is fixed, in the page's language; whatever else somebody says, as it was said. */
function ownText({ lang }: Pick<Say, 'lang'>, own: string): string {
  return Object.values(REFUSALS).find(({ en }) => en === own)?.[lang] ?? own;
}
