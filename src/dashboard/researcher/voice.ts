import type { Voice } from '../../shown/index.ts';
import { ESTIMATES } from '../texts/estimates.table.ts';
import { REFUSALS } from '../texts/refusals.table.ts';
import { filledText, type Say, type Text, writtenText } from '../texts/say.ts';
import { SENTENCES } from '../texts/sentences.table.ts';
import { SHOWN } from '../texts/shown.table.ts';

/** How the pages of a language say what an answer shows. */
export function voiceOf(say: Pick<Say, 'lang'>): Voice {
  return {
    say: (what) => ('own' in what ? ownText(say, what.own) : filledText(say, SHOWN[what.word], what.values)),
    amount: (text) => writtenText(say, text),
  };
}

/** What sites and the coordinator say in sentences of their own, in the page's language where these are known; else, as it was said. */
export function ownText(say: Pick<Say, 'lang'>, own: string): string {
  if (say.lang === 'en') {
    return own;
  }
  for (const { form, text } of FORMS) {
    const found = form.exec(own);
    if (found !== null) {
      return filledText(say, text, { ...found.groups });
    }
  }
  // A number of a table is named with what it is about.
  const [name = own, about] = own.split(/: (.*)/s);
  return about === undefined || ownText(say, name) === name ? own : `${ownText(say, name)}: ${about}`;
}

/** Each text as it stands in what somebody said, with its values. */
const FORMS = [...Object.entries(REFUSALS), ...Object.entries(SENTENCES), ...Object.entries(ESTIMATES)].map(
  ([, text]: readonly [string, Text]) => ({ form: formOf(text.en), text }),
);

function formOf(english: string): RegExp {
  const fixed = english.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name]) => `(?<${name}>.+?)`);
  return new RegExp(`^${fixed.map((part, at) => `${part}${names[at] ?? ''}`).join('')}$`, 's');
}
