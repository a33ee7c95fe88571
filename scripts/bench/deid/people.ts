import type { Charset, Spelled } from './charsets.ts';
import type { Random } from './random.ts';
import { type CalendarDay, dateTokens, dayNumber, dayOfNumber, type Token, type TokenMint } from './tokens.ts';

/** A patient who isn't, with everything that identifies one. */
export interface Person {
  readonly charset: Charset;
  readonly family: Spelled;
  readonly given: Spelled;
  readonly patientId: Token;
  /** A number of twelve digits, which is no research value in any unit. */
  readonly number: Token;
  readonly issuer: Token | undefined;
  readonly born: CalendarDay;
  readonly street: Token;
  readonly phone: Token;
  readonly mail: Token;
  readonly names: readonly Token[];
}

/** A visit, with everything that leads to it. */
export interface Visit {
  readonly uid: Token;
  readonly frameUid: Token;
  readonly referencedUid: Token;
  readonly date: CalendarDay;
  /** Whether the study date says so; else a name stands in it. */
  readonly dated: boolean;
  readonly time: Token;
  readonly accession: Token;
  readonly doctor: Token;
  readonly operator: Token;
  readonly institution: Token;
  readonly station: Token;
  readonly serial: Token;
}

/** A person who lives somewhere and has a number. */
export function person(mint: TokenMint, random: Random, charset: Charset): Person {
  const [family, given] = [charset.word(random), charset.word(random)];
  const number = mint.digits('patient id', 12);
  const home = mint.word('address');
  const account = mint.word('e-mail');
  const phone = `+49 ${random.digits(3)} ${random.digits(8)}`;
  return {
    charset,
    family,
    given,
    number,
    patientId: random.chance(0.5) ? number : mint.plain('patient id', `MRN${mint.digits('patient id', 9).text}`),
    issuer: random.chance(0.4) ? mint.word('institution') : undefined,
    born: dayOfNumber(
      random.between(dayNumber({ year: 1921, month: 1, day: 1 }), dayNumber({ year: 1958, month: 12, day: 31 })),
    ),
    street: mint.plain('address', `${home.text}weg`),
    phone: mint.plain('phone', phone),
    mail: mint.plain('e-mail', `${account.text.toLowerCase()}@post.example`),
    names: [mint.spelled('name', family), mint.spelled('name', given)],
  };
}

const FIRST_VISIT = dayNumber({ year: 1991, month: 1, day: 1 });
const LAST_VISIT = dayNumber({ year: 2024, month: 12, day: 31 });

/** Visits of one person in the order of their dates, the first on any day, the next within two years each. */
export function visits(mint: TokenMint, random: Random, count: number): readonly Visit[] {
  let day = random.between(FIRST_VISIT, LAST_VISIT - 800 * count);
  return Array.from({ length: count }, () => {
    day += random.between(1, 700);
    return visit(mint, random, dayOfNumber(day));
  });
}

function visit(mint: TokenMint, random: Random, date: CalendarDay): Visit {
  const two = (n: number): string => String(random.below(n)).padStart(2, '0');
  return {
    uid: mint.uid(),
    frameUid: mint.uid(),
    referencedUid: mint.uid(),
    date,
    dated: random.chance(0.9),
    time: mint.plain('time', `${two(24)}${two(60)}${two(60)}.${random.digits(6)}`),
    accession: mint.plain('accession number', `ACC${mint.digits('accession number', 10).text}`),
    doctor: mint.word('staff'),
    operator: mint.word('staff'),
    institution: mint.word('institution'),
    station: mint.word('device'),
    serial: mint.plain('device', `SN${mint.digits('device', 9).text}`),
  };
}

/** Every token of a person and a visit: nothing of them may come out. */
export function tokensOf(who: Person, of: Visit): readonly Token[] {
  const { patientId, number, issuer, street, phone, mail, names, born } = who;
  const { uid, frameUid, referencedUid, time, accession, doctor, operator, institution, station, serial, date } = of;
  return [
    ...[patientId, number, street, phone, mail, ...names, ...(issuer ? [issuer] : []), ...dateTokens(born)],
    ...[uid, frameUid, referencedUid, time, accession, doctor, operator, institution, station, serial],
    ...dateTokens(date),
  ];
}
