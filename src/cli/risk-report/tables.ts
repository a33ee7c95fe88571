import { percentText } from '../../base/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { bandText, mostText, namedText, RISK_WORDS, rateText } from '../../shown/index.ts';
import { table } from '../terminal/table.ts';

type Report = VerbOutput['risk'];

const HEADS = ['classes', 'alone', 'below 11', 'smallest', 'highest risk', 'average risk'];

/** Each field by itself. */
export function fieldsTable({ fields, sets }: Report): string {
  const rows = fields.flatMap(({ keyword, risk }, at) =>
    sets.slice(at, at + 1).map((set) => [keyword, risk, ...figuresOf(set), rateText(set.separation)]),
  );
  return `Fields by themselves\n\n${table(['field', 'risk', ...HEADS, 'pairs told apart'], rows)}`;
}

/** The worst combination of each number of fields. */
export function worstTable({ worst }: Report): string {
  const rows = worst.map((set) => [setName(set.fields), ...figuresOf(set)]);
  return `The combinations that tell most patients apart\n\n${RISK_WORDS.worst}\n\n${table(['fields', ...HEADS], rows)}`;
}

function figuresOf({ classes, below, smallest, highest, average, patients }: Report['sets'][number]): string[] {
  const shares = [below[2], below[11]].map((count) => `${count} (${percentText(count, patients)} %)`);
  return [String(classes), ...shares, String(smallest), rateText(highest), rateText(average)];
}

/** The fields of a set, or how many they are. */
export function setName(fields: readonly string[]): string {
  return namedText(fields) ?? RISK_WORDS.all.replace('{n}', String(fields.length));
}

/** The sizes of classes of all fields together, in the bands that others use. */
export function classesTable({ bands, patients }: Report): string {
  const rows = bands.map((band) => [
    ...[bandText(band), String(band.classes), String(band.patients)],
    `${percentText(band.patients, patients)} %`,
  ]);
  return `All fields together: classes by their size\n\n${table(['size', 'classes', 'patients', 'of all'], rows)}`;
}

/** Which of the worst combinations keep to what others ask. */
export function thresholdsTable({ worst }: Report): string {
  const [first] = worst;
  const rows = (first?.thresholds ?? []).map((threshold, at) => [
    `${threshold.of} ≤ ${mostText(threshold)}`,
    ...worst.map(({ thresholds }) => (thresholds[at]?.holds ? 'yes' : 'no')),
    threshold.source,
  ]);
  const heads = ['risk', ...worst.map(({ fields }) => countOf(fields)), 'source'];
  return `What others ask of tables that people get to see: whether it holds for these combinations\n\n${table(heads, rows)}`;
}

function countOf(fields: readonly string[]): string {
  return fields.length === 1 ? '1 field' : `${fields.length} fields`;
}
