import { createHash, createHmac } from 'node:crypto';
import type { Measure } from '../../../src/policy/index.ts';
import type { Plan, PlannedSeries } from './plan.ts';
import type { Row } from './tables.ts';
import { type CalendarDay, dayNumber } from './tokens.ts';

/** The header actions of MIDI-B that a store of typed columns can be scored on. */
export const ACTIONS = [
  'tag_retained',
  'text_retained',
  'text_removed',
  'date_shifted',
  'uid_changed',
  'uid_consistent',
  'patid_consistent',
] as const;
/** One of `ACTIONS`. */
export type Action = (typeof ACTIONS)[number];

/** One thing that had to be done, and whether it was. */
export interface Scored {
  readonly action: Action;
  /** The stored column, or the element that no column reads. */
  readonly column: string;
  readonly right: boolean;
  /** What was planted, what had to come of it and what did. */
  readonly detail?: string;
}

/** What the product made of the archive. */
export interface Output {
  readonly plan: Plan;
  /** Table `header` of staging: one row or more for each series, with its pseudonyms. */
  readonly header: readonly Row[];
  /** Table `instance` of staging. */
  readonly instance: readonly Row[];
  /** Table `series` of the snapshot. */
  readonly snapshot: readonly Row[];
  /** Texts of tokens that a full SELECT of staging or snapshot held. */
  readonly leaked: ReadonlySet<string>;
}

/** Scores every planted thing. What has no output row is wrong in every respect. */
export function scored(output: Output): readonly Scored[] {
  const scoring = output.plan.series.filter(({ patient }) => !output.plan.withdrawn.has(patient));
  return [
    ...scoring.flatMap((series) => scoredSeries(series, output)),
    ...derivedColumns(scoring, output),
    ...scoredIdentity(output),
  ];
}

function rowOf(rows: readonly Row[], { marks }: PlannedSeries, { markColumns }: Plan): Row | undefined {
  return rowsOf(rows, marks, markColumns)[0];
}

function rowsOf(rows: readonly Row[], marks: readonly number[], columns: readonly Measure[]): readonly Row[] {
  return rows.filter((row) => columns.every(({ field }, at) => row[field.keyword] === BigInt(marks[at]!)));
}

function scoredSeries(series: PlannedSeries, { plan, snapshot, leaked }: Output): readonly Scored[] {
  const row = rowOf(snapshot, series, plan);
  const gone = (tokens: readonly { text: string }[]): boolean => tokens.every(({ text }) => !leaked.has(text));
  const columns = series.columns.flatMap((plant): Scored[] => {
    const { keyword, kind, coarsened, expected, tokens } = plant;
    const stored = row?.[keyword];
    const right = stored === BigInt(expected);
    const missing = stored === undefined || stored === missingOf(plan, keyword);
    const detail = `${kind} ${plant.written} in ${plant.element}: wanted ${nameOf(plan, keyword, BigInt(expected))}, got ${nameOf(plan, keyword, stored)}`;
    const removed: Scored = { action: 'text_removed', column: keyword, right: right && gone(tokens), detail };
    if (kind === 'identifier') {
      return [removed];
    }
    if (coarsened) {
      return [{ action: 'date_shifted', column: keyword, right: right && gone(tokens), detail }];
    }
    return [
      { action: 'tag_retained', column: keyword, right: !missing, detail },
      { action: 'text_retained', column: keyword, right, detail },
      ...(kind === 'both' ? [removed] : []),
    ];
  });
  const others = series.others.map(({ element, tokens }): Scored => {
    return { action: 'text_removed', column: element, right: row !== undefined && gone(tokens) };
  });
  const instances = series.instances.map((instance): Scored => {
    return { action: 'text_removed', column: 'file name and meta', right: row !== undefined && gone([instance.uid]) };
  });
  return [...columns, ...others, ...instances];
}

/** A stored value as people read it. */
function nameOf({ policy }: Plan, keyword: string, stored: bigint | undefined): string {
  const column = policy.columns.get(keyword);
  const listed = column?.kind === 'dimension' ? column.values[Number(stored)] : undefined;
  return listed ?? (stored === undefined ? 'no row' : `step ${stored}`);
}

function missingOf({ policy }: Plan, keyword: string): bigint | undefined {
  const column = policy.columns.get(keyword);
  return column && BigInt(column.kind === 'dimension' ? column.missingCode : column.missingStep);
}

/** What publish works out: counts of the plan, and days since the patient's first visit. */
function derivedColumns(scoring: readonly PlannedSeries[], { plan, snapshot }: Output): readonly Scored[] {
  const derived = [...plan.policy.columns].flatMap(([keyword, column]) =>
    column.kind === 'measure' && column.derived !== undefined ? [{ keyword, column, of: column.derived }] : [],
  );
  return scoring.flatMap((series) => {
    const row = rowOf(snapshot, series, plan);
    return derived.map(({ keyword, column, of }): Scored => {
      const value = worked(of, series, scoring);
      const step = value === undefined ? column.missingStep : Math.floor(value / column.step + 0.5);
      const expected = Math.min(column.maxStep, step);
      const action = of === 'days-since-first-study' ? 'date_shifted' : 'text_retained';
      const detail = `${of}: wanted ${expected}, got ${row?.[keyword] ?? 'no row'}`;
      return { action, column: keyword, right: row?.[keyword] === BigInt(expected), detail };
    });
  });
}

function worked(
  of: NonNullable<Measure['derived']>,
  series: PlannedSeries,
  all: readonly PlannedSeries[],
): number | undefined {
  const own = all.filter(({ patient }) => patient === series.patient);
  switch (of) {
    case 'instances-of-series':
      return series.instances.length;
    case 'series-of-study':
      return own.filter(({ visit }) => visit === series.visit).length;
    case 'studies-of-patient':
      return new Set(own.map(({ visit }) => visit)).size;
    case 'days-since-first-study':
      return series.visit.dated ? dayNumber(series.visit.date) - firstDay(own) : undefined;
  }
}

/** The day of a patient's first study of which the files say the date. */
function firstDay(own: readonly PlannedSeries[]): number {
  return Math.min(...own.filter(({ visit }) => visit.dated).map(({ visit }) => dayNumber(visit.date)));
}

/** Pseudonyms: other than what anybody could work out of the identifier, the same for the same, different for different. */
function scoredIdentity({ plan, header, instance }: Output): readonly Scored[] {
  const found = plan.series.map((series): FoundSeries => {
    const rows = rowsOf(header, series.marks, plan.markColumns);
    return { series, rows, instances: instancesOf(rows, [...header, ...instance]) };
  });
  const kinds = KEYS.filter(({ key }) => key !== 'device' || hasDevices(plan));
  const as =
    (action: Action, column: string) =>
    (right: boolean): Scored => ({ action, column, right });
  const consistent = kinds.flatMap(({ key, column, of }) => {
    const named = found.map(({ series, rows }) => ({ name: of(series), keys: rows.map((row) => row[key]) }));
    return agreement(named).map(as(key === 'patient' ? 'patid_consistent' : 'uid_consistent', column));
  });
  const counted = found.map(({ series, instances }) => instances.size === series.instances.length);
  const apart = kinds.flatMap(({ key, column, of }) =>
    found.map(({ series, rows }) => as('uid_changed', column)(isApart(of(series), rows[0]?.[key]))),
  );
  const instancesApart = found.flatMap(({ series, instances }) =>
    series.instances.map(({ uid }) => instances.size > 0 && [...instances].every((key) => isApart(uid.text, key))),
  );
  return [
    ...consistent,
    ...counted.map(as('uid_consistent', 'SOPInstanceUID')),
    ...apart,
    ...instancesApart.map(as('uid_changed', 'SOPInstanceUID')),
    ...(hasDays(plan) ? found.map((one) => as('date_shifted', 'day in staging')(isShifted(one, found))) : []),
  ];
}

interface FoundSeries {
  readonly series: PlannedSeries;
  /** Its headers in staging. */
  readonly rows: readonly Row[];
  readonly instances: ReadonlySet<bigint>;
}

/** The keys of a staged row, and the identifier that each stands for. */
const KEYS: readonly { key: string; column: string; of: (series: PlannedSeries) => string }[] = [
  { key: 'patient', column: 'PatientID', of: ({ person }) => person.patientId.text },
  { key: 'study', column: 'StudyInstanceUID', of: ({ visit }) => visit.uid.text },
  { key: 'series', column: 'SeriesInstanceUID', of: ({ uid }) => uid.text },
  { key: 'device', column: 'DeviceSerialNumber', of: ({ visit }) => visit.serial.text },
];

function hasDevices({ policy }: Plan): boolean {
  return policy.document.fields.some(
    ({ transform }) => transform.kind === 'pseudonym' && transform.domain === 'device',
  );
}

function hasDays({ policy }: Plan): boolean {
  return policy.document.fields.some(
    ({ transform }) => transform.kind === 'derived' && transform.of === 'days-since-first-study',
  );
}

/** The instances of a series, wherever staging holds them. */
function instancesOf([row]: readonly Row[], all: readonly Row[]): ReadonlySet<bigint> {
  const own = all.filter((one) => row !== undefined && one.series === row.series && one.patient === row.patient);
  return new Set(own.flatMap((one) => (one.instance === undefined ? [] : [one.instance])));
}

/** Whether a staged day is none of the calendar, and as far from the patient's others as the visits are. */
function isShifted({ series, rows }: FoundSeries, all: readonly FoundSeries[]): boolean {
  const day = rows[0]?.day;
  if (!series.visit.dated) {
    return rows.length > 0 && day === undefined;
  }
  const others = all.filter((one) => one.series.patient === series.patient && one.series.visit.dated);
  const right = others.every((other) => {
    const apart = dayNumber(series.visit.date) - dayNumber(other.series.visit.date);
    return day !== undefined && day - (other.rows[0]?.day ?? 0n) === BigInt(apart);
  });
  return right && day !== undefined && !calendarNumbers(series.visit.date).includes(day);
}

interface Named {
  readonly name: string;
  readonly keys: readonly (bigint | undefined)[];
}

/** For each identifier: whether all its rows have one key, and no other identifier's rows have it. */
function agreement(all: readonly Named[]): boolean[] {
  const names = [...new Set(all.map(({ name }) => name))];
  return names.map((name) => {
    const own = all.filter((one) => one.name === name);
    const keys = new Set(own.flatMap((one) => one.keys));
    const [key] = keys;
    const others = all.filter((one) => one.name !== name);
    const complete = own.every((one) => one.keys.length > 0) && keys.size === 1 && key !== undefined;
    return complete && !others.some((one) => one.keys.includes(key));
  });
}

function isApart(text: string, key: bigint | undefined): boolean {
  return key !== undefined && !workedOut(text).has(key);
}

/** Keys of 128 bits that anybody could make of an identifier: its bytes, plain hashes, and hashes under keys that are none. */
function workedOut(text: string): ReadonlySet<bigint> {
  // With the padding that a file may have behind it, too.
  const written = [text, `${text}\0`, `${text} `];
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
    written.flatMap((bytes) => [
      createHash(algorithm).update(bytes).digest(),
      ...['', '123'].map((key) => createHmac(algorithm, key).update(bytes).digest()),
    ]),
  );
  return new Set([Buffer.from(text), ...hashes].flatMap(keysIn));
}

function keysIn(bytes: Buffer): readonly bigint[] {
  const ends = [bytes.subarray(0, 16), bytes.subarray(-16)];
  return ends.flatMap((end) => [end, Buffer.from(end).reverse()]).map((end) => BigInt(`0x${end.toString('hex')}`));
}

/** Numbers by which calendars and computers name a day. */
export function calendarNumbers(day: CalendarDay): readonly bigint[] {
  const number = dayNumber(day);
  const sinces = [0, 719_162, 719_163, 25_568, 25_569, 40_587, 2_440_588].map((shift) => number + shift);
  return [...sinces, number * 86_400, number * 86_400_000, number * 86_400_000_000].map(BigInt);
}
