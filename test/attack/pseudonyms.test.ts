import { describe, expect, it } from 'vitest';
import {
  ctpPatient,
  ctpShift,
  ctpUid,
  curateUid,
  defaultKeyed,
} from '../../scripts/bench/deid/attack/constructions.ts';
import { dictionaryAttack } from '../../scripts/bench/deid/attack/dictionary.ts';
import { keylessGuesses, ourConstruction } from '../../scripts/bench/deid/attack/ours.ts';
import { seeded } from '../../scripts/bench/deid/random.ts';
import { hmacSha256Under, utf8ToBytes } from '../../src/base/index.ts';
import { patientPseudonym } from '../../src/dicom/index.ts';
import { pseudonym } from '../../src/dicom/transform/pseudonym.ts';

// An attacker has the pseudonyms, a list of candidates in which every true identifier stands, and all source code.
// `npm run bench:deid` plays the same attacks with a million candidates on what the product really stored.

const random = seeded(1, 'attack');
const CANDIDATES = Array.from({ length: 4_000 }, () => random.digits(8));
const VICTIMS = random.shuffled(CANDIDATES).slice(0, 100);
const KEY = Uint8Array.from({ length: 32 }, () => random.below(256));
const OTHER_KEY = Uint8Array.from({ length: 32 }, () => random.below(256));

const issuerless = (id: string) => `\t${id}`;
const ourPatient = (id: string, key = KEY): string =>
  patientPseudonym(hmacSha256Under(key), { patientId: utf8ToBytes(id), issuer: new Uint8Array(0) });
const ourStudy = (uid: string): string => pseudonym(hmacSha256Under(KEY), 'study', [utf8ToBytes(uid)]);

describe('a list of patient numbers gives back', () => {
  it.each([
    ['all of CTP’s hashPtID', ctpPatient('1.2.3')],
    ['all of CTP’s hashUID', ctpUid('1.2.3')],
    ['all of dicom-curate’s UIDs', curateUid],
    ['all of an HMAC under the key 123', defaultKeyed],
  ])('%s', (_, construction) => {
    const { share, known } = dictionaryAttack(VICTIMS.map(construction), { candidates: CANDIDATES, construction });
    expect(share).toBe(1);
    expect(VICTIMS.every((id) => known.get(construction(id)) === id)).toBe(true);
  });

  it.each(Object.entries(keylessGuesses('patient')))('nothing of our patients, by %s', (_, construction) => {
    const candidates = CANDIDATES.map(issuerless);
    expect(
      dictionaryAttack(
        VICTIMS.map((id) => ourPatient(id)),
        { candidates, construction },
      ).known.size,
    ).toBe(0);
  });

  it.each(Object.entries(keylessGuesses('study')))('nothing of our studies, by %s', (_, construction) => {
    expect(dictionaryAttack(VICTIMS.map(ourStudy), { candidates: CANDIDATES, construction }).known.size).toBe(0);
  });

  it('all of ours to whoever has the key, so the attack knows how they are made', () => {
    const patients = ourConstruction('patient', KEY);
    const studies = ourConstruction('study', KEY);
    const stolen = VICTIMS.map((id) => ourPatient(id));
    expect(dictionaryAttack(stolen, { candidates: CANDIDATES.map(issuerless), construction: patients }).share).toBe(1);
    expect(dictionaryAttack(VICTIMS.map(ourStudy), { candidates: CANDIDATES, construction: studies }).share).toBe(1);
  });

  it('nothing of one site to another site with its own key', () => {
    const theirs = VICTIMS.map((id) => ourPatient(id, OTHER_KEY));
    const candidates = CANDIDATES.map(issuerless);
    expect(dictionaryAttack(theirs, { candidates, construction: ourConstruction('patient', KEY) }).known.size).toBe(0);
  });

  it('nothing of studies to whoever knows the pseudonyms of patients with the same number', () => {
    const patients = new Set(VICTIMS.map((id) => ourPatient(id)));
    expect(VICTIMS.filter((id) => patients.has(ourStudy(id)))).toEqual([]);
  });
});

describe('dates that were shifted by the patient’s number', () => {
  it('come back to the day once the number is guessed', () => {
    const truths = VICTIMS.map((id, at) => ({ id, day: 7_000 + at * 37 }));
    const released = truths.map(({ id, day }) => ({ day: day - ctpShift(id), pseudonym: ctpPatient('')(id) }));
    const stolen = released.map((one) => one.pseudonym);
    const { known } = dictionaryAttack(stolen, { candidates: CANDIDATES, construction: ctpPatient('') });
    const found = released.map((one) => one.day + ctpShift(known.get(one.pseudonym) ?? ''));
    expect(found).toEqual(truths.map(({ day }) => day));
  });

  it('are one of 3,650 even to whoever guesses nothing', () => {
    const shifts = CANDIDATES.map(ctpShift);
    expect(Math.min(...shifts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shifts)).toBeLessThan(3_650);
  });
});
