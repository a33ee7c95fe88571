import { percentText } from '../../../base/index.ts';
import type { VerbOutput } from '../../../node/index.ts';
import { namedText, rateText } from '../../../shown/index.ts';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { type Say, writtenText } from '../../texts/say.ts';

export type Standing = VerbOutput['risk-standing'];
export type Kept = NonNullable<VerbOutput['risk-kept']>;
export type Report = Kept['report'];

/** The columns of what is said of a set of fields. */
export function figureHeads(say: Say) {
  const heads = [
    ...[say(ASSESSMENT.classes), say(ASSESSMENT.alone), say(ASSESSMENT.belowEleven)],
    ...[say(ASSESSMENT.smallest), say(ASSESSMENT.highest), say(ASSESSMENT.average)],
  ];
  return heads.map((title) => ({ title, is: 'number' as const }));
}

/** What is said of a set of fields, in the order of those columns. */
export function figuresOf(say: Say, set: Report['sets'][number]) {
  const { classes, below, smallest, highest, average, patients } = set;
  return [
    classes,
    ...[below[2], below[11]].map((n) => say(ASSESSMENT.share, { n, percent: percentText(n, patients) })),
    ...[smallest, rate(say, highest), rate(say, average)],
  ];
}

/** A risk, as the page's language writes it. */
export function rate(say: Say, value: number): string {
  return writtenText(say, rateText(value));
}

/** The fields of a set, or how many they are. */
export function SetName({ say, fields }: { readonly say: Say; readonly fields: readonly string[] }) {
  const named = namedText(fields);
  return named === undefined ? <span>{say(ASSESSMENT.all, { n: fields.length })}</span> : <Keyword name={named} />;
}

/** The name of a field, which may be broken between its words: else one long name would push the numbers out of sight. */
export function Keyword({ name }: { readonly name: string }) {
  return (
    <>
      {name.split(/(?<=[a-z])(?=[A-Z])/).map((word) => (
        <>
          {word}
          <wbr />
        </>
      ))}
    </>
  );
}
