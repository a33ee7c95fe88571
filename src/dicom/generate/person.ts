import { FAMILY_NAMES, GIVEN_NAMES, SEX_AS_WRITTEN } from './people.table.ts';
import { PROFILES, type Profile } from './profiles.table.ts';
import { type Random, seeded } from './random.ts';

/** An invented person, as a hospital knows them. */
export interface Person {
  readonly patientId: string;
  readonly issuer: string;
  /** (0010,0010), family and given name. */
  readonly name: string;
  /** (0010,0040) as written. */
  readonly sex: string;
  readonly birth: CalendarDay;
  readonly weightKg: number;
  readonly sizeM: string;
  readonly profile: Profile;
  readonly shared: boolean;
}

/** A day; months from 1 to 12, days from 1 to 28, which every month has. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Which person of an archive. */
export interface PersonAt {
  readonly seed: number;
  readonly site: string;
  readonly index: number;
  /** The first so many people of a site are the same at every site. */
  readonly sharedPatients: number;
}

const MIDDLE_YEAR = 2021;
const KINDS = PROFILES.flatMap((profile) => Array.from({ length: profile.of20 }, () => profile));

/** The person at an index; the same for the same seed, site and index, whatever else is generated. */
export function personAt(at: PersonAt): Person {
  const shared = at.index < at.sharedPatients;
  const random = seeded(`${at.seed}/${shared ? 'shared' : at.site}/person/${at.index}`);
  // Kinds follow each other in turn, so that even a small archive has its share of each.
  const profile = KINDS[(at.index * 7) % KINDS.length] ?? random.pick(PROFILES);
  const sex = random.chance(profile.women) ? 'F' : 'M';
  const age = Math.min(97, Math.max(0, random.normal(profile.age.mean, profile.age.deviation)));
  const adult = age >= 16;
  return {
    ...identity(at, { shared, random }),
    name: `${random.pick(FAMILY_NAMES)}^${random.pick(GIVEN_NAMES[sex])}`,
    sex: random.weighted<string>(SEX_AS_WRITTEN[sex]),
    birth: { year: MIDDLE_YEAR - age, month: random.between(1, 12), day: random.between(1, 28) },
    weightKg: Math.max(3, adult ? random.normal(sex === 'F' ? 70 : 82, 13) : 4 + 3 * age),
    sizeM: (adult ? random.normal(sex === 'F' ? 165 : 178, 7) / 100 : (55 + 7 * age) / 100).toFixed(2),
    profile,
    shared,
  };
}

function identity(at: PersonAt, { shared, random }: { shared: boolean; random: Random }) {
  if (shared) {
    return { patientId: `NHI-${numberAt(at)}`, issuer: 'NATIONAL' };
  }
  const own = { patientId: numberAt(at), issuer: random.chance(0.6) ? `${at.site.toUpperCase()}-PAS` : '' };
  // Another hospital's number may equal one of ours; only the issuer tells the two people apart.
  const borrowed = at.index > at.sharedPatients && random.chance(0.004);
  return borrowed ? { patientId: numberAt({ ...at, index: at.index - 1 }), issuer: 'REFERRED' } : own;
}

// Each index has its own block of numbers, so that two people of one issuer never have the same.
function numberAt({ seed, site, index, sharedPatients }: PersonAt): string {
  const place = index < sharedPatients ? 'shared' : site;
  return String(1_000_000 + index * 17 + seeded(`${seed}/${place}/number/${index}`).below(17));
}
