import type { Result } from '../report.ts';
import { type Construction, ctpPatient, ctpShift, ctpUid, curateUid, defaultKeyed } from './attack/constructions.ts';
import { type Clamp, originsOf, seenOf } from './attack/dates.ts';
import { dictionaryAttack } from './attack/dictionary.ts';
import { keylessGuesses, ourConstruction } from './attack/ours.ts';
import { candidates } from './candidates.ts';
import type { Plan } from './plan.ts';
import { seeded } from './random.ts';
import type { Row } from './tables.ts';
import { dayNumber } from './tokens.ts';

/** What an attacker has: everything staged, a list of candidates, and no key. */
export interface Spoils {
  readonly plan: Plan;
  readonly header: readonly Row[];
  /** The site's pseudonym key, for the control alone: with it, the same attack must recover everything. */
  readonly key: Uint8Array;
  readonly candidates: number;
  readonly seed: number;
}

const VICTIMS = 1_000;
const CLAMP: Clamp = { daysMax: 3_650 };

/** The dictionary attack on unkeyed constructions, on ours, and on dates. */
export function attacked(spoils: Spoils): readonly Result[] {
  return [
    ...onOthers(spoils),
    ...onOurPatients(spoils),
    ...onOurStudies(spoils),
    ...onOurDays(spoils),
    ...onWindows(spoils),
  ];
}

const percent = (share: number): number => Number((share * 100).toFixed(4));
const falls = (key: string, share: number): Result => ({
  ...{ key: `attack.${key}`, value: percent(share), unit: '% recovered', goal: '100 (the attack works)' },
  holds: share === 1,
});
const stands = (key: string, share: number): Result => ({
  ...{ key: `attack.${key}`, value: percent(share), unit: '% recovered', goal: '0' },
  holds: share === 0,
});

/** Constructions in use, of which all identifiers come back; then the dates that CTP shifted by the patient's number. */
function onOthers({ candidates: count, seed }: Spoils): readonly Result[] {
  const patientIds = [...candidates([], { count, seed, make: (digits) => digits })];
  const uids = (): Generator<string> =>
    candidates(victimUids, { count, seed, make: (digits) => `1.2.826.0.1.${digits}` });
  const random = seeded(seed, 'victims');
  const victims = Array.from({ length: VICTIMS }, () => random.pick(patientIds));
  const victimUids = victims.map((id, at) => `1.2.840.113619.2.${id}.${at}`);
  const recover = (identifiers: readonly string[], list: Iterable<string>, construction: Construction) =>
    dictionaryAttack(identifiers.map(construction), { candidates: list, construction });
  const ctp = ctpPatient('1.2.3');
  const patients = recover(victims, patientIds, ctp);
  return [
    falls('CTP hashPtID', patients.share),
    falls('CTP hashdate', datesRecovered(victims, { known: patients.known, construction: ctp, seed })),
    falls('HMAC under the key 123', recover(victims, patientIds, defaultKeyed).share),
    falls('CTP hashUID', recover(victimUids, uids(), ctpUid('1.2.3')).share),
    falls('dicom-curate hashUid', recover(victimUids, uids(), curateUid).share),
  ];
}

interface Broken {
  readonly known: ReadonlyMap<string, string>;
  readonly construction: Construction;
  readonly seed: number;
}

/** The share of dates that come back once pseudonyms have: the shift follows from the patient's number. */
function datesRecovered(victims: readonly string[], { known, construction, seed }: Broken): number {
  const random = seeded(seed, 'dates');
  const right = victims.filter((patientId) => {
    const truth = random.between(7_000, 20_000);
    const released = { pseudonym: construction(patientId), day: truth - ctpShift(patientId) };
    const found = known.get(released.pseudonym);
    return found !== undefined && released.day + ctpShift(found) === truth;
  });
  return right.length / victims.length;
}

function hexOf(row: Row, key: string): string {
  return (row[key] ?? 0n).toString(16).padStart(32, '0');
}

function onOurPatients({ plan, header, key, candidates: count, seed }: Spoils): readonly Result[] {
  const staged = header.map((row) => hexOf(row, 'patient'));
  const truths = [
    ...new Set(plan.series.map(({ person }) => `${person.issuer?.text ?? ''}\t${person.patientId.text}`)),
  ];
  const list = [...candidates(truths, { count, seed, make: (digits) => `\tMRN${digits}` })];
  const attack = (construction: Construction) => dictionaryAttack(staged, { candidates: list, construction });
  const guesses = Object.entries(keylessGuesses('patient'));
  const withKey = attack(ourConstruction('patient', key));
  return [
    ...guesses.map(([name, construction]) => stands(`ours, patients: ${name}`, attack(construction).share)),
    falls('ours, patients: with the key itself', withKey.share),
  ];
}

function onOurStudies({ plan, header, key, candidates: count, seed }: Spoils): readonly Result[] {
  const staged = header.map((row) => hexOf(row, 'study'));
  const truths = [...new Set(plan.series.map(({ visit }) => visit.uid.text))];
  const list = [
    ...candidates(truths, { count: Math.ceil(count / 10), seed, make: (digits) => `1.2.826.0.1.${digits}` }),
  ];
  const attack = (construction: Construction) => dictionaryAttack(staged, { candidates: list, construction });
  const guesses = Object.entries(keylessGuesses('study'));
  return [
    ...guesses.map(([name, construction]) => stands(`ours, studies: ${name}`, attack(construction).share)),
    falls('ours, studies: with the key itself', attack(ourConstruction('study', key)).share),
  ];
}

/** What staging adds to every offset, so that no day of the calendar lies below 0. */
const DAYS_BASE = 1_000_000;

/** Staged days less the offsets that somebody without the key can guess; the input of the offset is staged beside them. */
function onOurDays({ plan, header, key }: Spoils): readonly Result[] {
  if (
    ![...plan.policy.columns.values()].some(
      (column) => column.kind === 'measure' && column.derived === 'days-since-first-study',
    )
  ) {
    return [];
  }
  const truths = plan.series.flatMap(({ marks, visit }) => {
    const row = header.find((one) =>
      plan.markColumns.every(({ field }, at) => one[field.keyword] === BigInt(marks[at]!)),
    );
    return visit.dated
      ? [{ day: Number(row?.day ?? -1n), pseudonym: row ? hexOf(row, 'patient') : '', truth: dayNumber(visit.date) }]
      : [];
  });
  const share = (construction: Construction): number => {
    const right = truths.filter(
      ({ day, pseudonym, truth }) => day - DAYS_BASE - offsetOf(construction(pseudonym)) === truth,
    );
    return right.length / truths.length;
  };
  return [
    stands(
      'ours, days: no offset',
      truths.filter(({ day, truth }) => day - DAYS_BASE === truth || day === truth).length / truths.length,
    ),
    ...Object.entries(keylessGuesses('dateshift')).map(([name, construction]) =>
      stands(`ours, days: ${name}`, share(construction)),
    ),
    falls('ours, days: with the key itself', share(ourConstruction('dateshift', key))),
  ];
}

/** The offset that the first 48 bits of a hash give: 47 of them. */
function offsetOf(hex: string): number {
  return Math.floor(Number.parseInt(hex.slice(0, 12), 16) / 2);
}

/** On how many days the first study of a planted patient can have been, given all years and intervals of the snapshot. */
function onWindows({ plan }: Spoils): readonly Result[] {
  const dated = plan.series.filter(({ visit }) => visit.dated);
  const windows = [...new Set(dated.map(({ patient }) => patient))].map((patient) => {
    const own = dated.filter((series) => series.patient === patient).map(({ visit }) => dayNumber(visit.date));
    return { studies: new Set(own).size, days: originsOf(seenOf(own, CLAMP), CLAMP).days };
  });
  const single = windows.filter(({ studies }) => studies === 1).map(({ days }) => days);
  const several = windows
    .filter(({ studies }) => studies > 1)
    .map(({ days }) => days)
    .sort((a, b) => a - b);
  const told = (key: string, value: number): Result => ({
    ...{ key: `window.${key}`, value, unit: 'days', goal: null, holds: null },
  });
  return [
    { ...told('one study, fewest', Math.min(...single)), goal: '≥ 365', holds: single.every((days) => days >= 365) },
    told('several studies, fewest', several[0] ?? 0),
    told('several studies, median', several[Math.floor(several.length / 2)] ?? 0),
    told('several studies, most', several.at(-1) ?? 0),
  ];
}
