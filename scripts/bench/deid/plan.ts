import type { Column, Measure, Policy } from '../../../src/policy/index.ts';
import type { ColumnPlant, Subject } from './column-plant.ts';
import { metaPlant, plantColumn } from './columns.ts';
import { type Draft, draft } from './draft.ts';
import type { Leaf, Sequence } from './encode.ts';
import { type Person, person, tokensOf, type Visit, visits } from './people.ts';
import { PLACEMENTS } from './placements.table.ts';
import { headerColumns, placesOf } from './policy.ts';
import { type Random, seeded } from './random.ts';
import type { Source } from './sources.ts';
import { plantMark } from './special-columns.ts';
import { charsetOf, dateTokens, type Token, type TokenMint, tokenMint } from './tokens.ts';

/** An identifier that stands in an element of no stored column, or in a file's name or meta information. */
export interface OtherPlant {
  readonly element: string;
  readonly tokens: readonly Token[];
}

/** One file to write. */
export interface PlannedInstance {
  readonly uid: Token;
  readonly source: Source;
  /** Path below the archive; folders and file are named after people and numbers. */
  readonly path: string;
}

/** One series: all its files get the same changes. */
export interface PlannedSeries {
  readonly patient: number;
  readonly person: Person;
  readonly visit: Visit;
  readonly uid: Token;
  readonly instances: readonly PlannedInstance[];
  readonly changes: ReadonlyMap<number, Leaf | Sequence | null>;
  readonly columns: readonly ColumnPlant[];
  readonly others: readonly OtherPlant[];
  /** The steps of the marking columns, which no other series has. */
  readonly marks: readonly number[];
}

/** Everything that is planted. */
export interface Plan {
  readonly policy: Policy;
  readonly markColumns: readonly Measure[];
  readonly series: readonly PlannedSeries[];
  /** Files that can't be edited: copied as they are, under planted names. */
  readonly bystanders: readonly { readonly source: Source; readonly path: string }[];
  /** Patients who withdraw, by number. */
  readonly withdrawn: ReadonlySet<number>;
  readonly tokens: readonly Token[];
  /** Tokens of the same make that are planted nowhere. */
  readonly controls: readonly Token[];
}

interface PlanOptions {
  readonly policy: Policy;
  readonly sources: readonly Source[];
  readonly seed: number;
  /** How often each real file is used. */
  readonly copies: number;
}

/** Plans an archive: which patient, visit and series each copy of a real file belongs to, and what is planted where. */
export function planArchive({ policy, sources, seed, copies }: PlanOptions): Plan {
  const random = seeded(seed, 'plan');
  const mint = tokenMint(seeded(seed, 'tokens'));
  const regular = sources.filter(({ part10 }) => part10 !== undefined);
  const left = Array.from({ length: copies }, () => random.shuffled(regular)).flat();
  const markColumns = markingColumns(policy);
  const used = new Set<string>();
  const series: PlannedSeries[] = [];
  for (let patient = 0; left.length > 0; patient += 1) {
    const who = person(mint, random, charsetOf(patient));
    for (const visit of visits(mint, random, random.between(1, 4))) {
      for (let n = random.between(1, 3); n > 0 && left.length > 0; n -= 1) {
        const files = left.splice(0, random.between(1, 3));
        const label = `series ${series.length}`;
        const of = { patient, person: who, visit, files, policy, mint, markColumns, used };
        series.push(
          planSeries({ ...of, random: seeded(seed, label), perPatient: () => seeded(seed, `patient ${patient}`) }),
        );
      }
    }
  }
  const patients = series.at(-1)!.patient + 1;
  const bystanders = sources
    .filter(({ part10 }) => part10 === undefined)
    .map((source) => ({ source, path: `${folderOf(random.pick(series))}/${source.name.replaceAll('/', '-')}` }));
  const controls = controlTokens(mint, seeded(seed, 'controls'));
  const tokens = distinct(series.flatMap(allTokens));
  return {
    policy,
    markColumns,
    series,
    bystanders,
    withdrawn: new Set([0, Math.floor(patients / 2)]),
    tokens,
    controls,
  };
}

interface SeriesOptions {
  readonly patient: number;
  readonly person: Person;
  readonly visit: Visit;
  readonly files: readonly Source[];
  readonly policy: Policy;
  readonly mint: TokenMint;
  readonly random: Random;
  /** The same chance for every series of a patient: what is kept once per patient must not differ between them. */
  readonly perPatient: () => Random;
  readonly markColumns: readonly Measure[];
  readonly used: Set<string>;
}

function planSeries(options: SeriesOptions): PlannedSeries {
  const { patient, person: who, visit, files, policy, mint, random, markColumns, used } = options;
  const into = draft();
  const explicit = files.every(({ part10 }) => part10?.layout.implicit === false);
  const subject: Subject = { policy, person: who, visit, random, explicit };
  const marks = unusedMarks(markColumns, { random, used });
  const columns = markColumns.map((column, at) => plantMark(column, marks[at]!, subject, into));
  for (const [, column] of headerColumns(policy)) {
    const marking = column.kind === 'measure' && markColumns.includes(column);
    const chance = column.field.multiplicity === 'patient' ? options.perPatient() : random;
    const planted = marking ? undefined : plantFor(column, { subject: { ...subject, random: chance }, files, into });
    columns.push(...(planted ? [planted] : []));
  }
  const others = plantOthers(into, { person: who, visit });
  const instances = files.map((source) => {
    const uid = mint.uid();
    return { uid, source, path: `${folderOf({ person: who, visit })}/${uid.text}.dcm` };
  });
  return { patient, person: who, visit, uid: mint.uid(), instances, changes: into.changes(), columns, others, marks };
}

interface Planting {
  readonly subject: Subject;
  readonly files: readonly Source[];
  readonly into: Draft;
}

/** File meta information says how a file is laid out, so it stays as it is and counts where all files say the same. */
function plantFor(column: Column, { subject, files, into }: Planting): ColumnPlant | undefined {
  const { tag } = placesOf(column)[0]!;
  if (tag >>> 16 !== 0x0002) {
    return plantColumn(column, subject, into);
  }
  const [syntax = '', ...others] = new Set(files.map(({ part10 }) => part10!.syntax));
  const vocabulary = subject.policy.document.vocabularies[column.field.vocabulary ?? ''];
  const value = others.length > 0 ? undefined : vocabulary?.aliases?.[syntax];
  return value === undefined ? undefined : metaPlant(column, value);
}

function plantOthers(into: Draft, owner: { person: Person; visit: Visit }): readonly OtherPlant[] {
  return PLACEMENTS.flatMap(({ keyword, tag, write }) => {
    const { node, tokens } = write(owner);
    if (!into.writeNode(tag, node)) {
      return [];
    }
    const dated = 'vr' in node && node.vr === 'DA';
    const born = keyword === 'PatientBirthDate';
    const dates = dated ? dateTokens(born ? owner.person.born : owner.visit.date).slice(0, 1) : [];
    return tokens.length + dates.length === 0 ? [] : [{ element: keyword, tokens: [...tokens, ...dates] }];
  });
}

/** Folders as hospitals name them: after patient, visit and day. */
function folderOf({ person: who, visit }: { person: Person; visit: Visit }): string {
  const name = who.names.map(({ text }) => text).join('^');
  const [, iso] = dateTokens(visit.date);
  return `${name} ${who.patientId.text}/${iso!.text} ${visit.doctor.text}/${visit.accession.text}`;
}

/** The two columns with the most steps, by which a row is found again without any key. */
function markingColumns(policy: Policy): readonly Measure[] {
  return headerColumns(policy)
    .map(([, column]) => column)
    .filter((column): column is Measure => column.kind === 'measure')
    .filter(({ field }) => field.transform.kind === 'decimal' && field.multiplicity !== 'patient')
    .filter((column) => placesOf(column)[0]!.within.length === 0 && placesOf(column)[0]!.concept === undefined)
    .sort((a, b) => b.maxStep - b.minStep - (a.maxStep - a.minStep))
    .slice(0, 2);
}

function unusedMarks(columns: readonly Measure[], { random, used }: { random: Random; used: Set<string> }): number[] {
  for (;;) {
    const marks = columns.map(({ minStep, maxStep }) => random.between(Math.max(1, minStep + 1), maxStep - 1));
    if (!used.has(marks.join())) {
      used.add(marks.join());
      return marks;
    }
  }
}

function allTokens({ uid, instances, columns, others, person: who, visit }: PlannedSeries): readonly Token[] {
  const planted = [...columns, ...others].flatMap(({ tokens }) => tokens);
  return [...tokensOf(who, visit), uid, ...instances.map((instance) => instance.uid), ...planted];
}

function distinct(tokens: readonly Token[]): readonly Token[] {
  return [...new Map(tokens.map((token) => [token.text, token])).values()];
}

/** One patient whom no file names, in several character sets. */
function controlTokens(mint: TokenMint, random: Random): readonly Token[] {
  const who = person(mint, random, charsetOf(0));
  const words = [1, 2, 3, 4, 6, 7].map((n) => mint.spelled('name', charsetOf(n).word(random)));
  return [
    ...who.names,
    ...words,
    who.number,
    mint.uid(),
    who.mail,
    who.phone,
    ...dateTokens({ ...who.born, year: 1911 }),
  ];
}
