import type { Voice } from '../../shown/index.ts';
import { filledText, type Say, writtenText } from '../texts/say.ts';
import { SHOWN } from '../texts/shown.table.ts';

/** How the pages of a language say what an answer shows. */
export function voiceOf(say: Pick<Say, 'lang'>): Voice {
  return {
    say: (what) => ('own' in what ? what.own : filledText(say, SHOWN[what.word], what.values)),
    amount: (text) => writtenText(say, text),
  };
}
