import type { ModalityWritten } from './exams.table.ts';
import { type Random, seeded } from './random.ts';
import { FIELD_STRENGTHS, MAKES } from './scanners.table.ts';

/** One machine of a department. */
export interface Scanner {
  /** As it writes it. */
  readonly manufacturer: string;
  readonly model: string;
  readonly station: string;
  readonly serial: string;
  readonly software: string;
  /** (0018,0087) as it writes it; used in MR only. */
  readonly fieldStrength: string;
  readonly thin: boolean;
}

/** A department's machines by modality. */
export type Fleet = ReadonlyMap<ModalityWritten, readonly Scanner[]>;

const MODALITIES: readonly ModalityWritten[] = ['CT', 'MR', 'DX', 'CR', 'US', 'MG', 'XA', 'PT', 'NM', 'SR'];
const MACHINES_MAX = 5;

/** The machines of a site, decided by seed and site. */
export function fleetOf(seed: number, site: string): Fleet {
  const random = seeded(`${seed}/${site}/fleet`);
  return new Map(
    MODALITIES.map((modality) => {
      const count = random.between(2, MACHINES_MAX);
      const stations = Array.from({ length: count }, (_, at) => `${site.toUpperCase()}_${modality}${at + 1}`);
      return [modality, stations.map((station, at) => scanner(random, { modality, station, at }))];
    }),
  );
}

/** One of a modality's machines; the first two are of the makes that stand first, so that sites can be compared by make. */
function scanner(
  random: Random,
  { modality, station, at }: { modality: ModalityWritten; station: string; at: number },
): Scanner {
  const drawn = random.weighted(MAKES[modality].map((each) => [each.weight, each] as const));
  const make = (at < 2 ? MAKES[modality][at] : undefined) ?? drawn;
  return {
    manufacturer: random.pick(make.spellings),
    model: random.pick(make.models),
    station,
    serial: String(random.between(10_000, 99_999)),
    software: `${random.between(1, 9)}.${random.between(0, 9)}.${random.between(0, 20)}`,
    fieldStrength: random.weighted(FIELD_STRENGTHS),
    thin: make.thin ?? false,
  };
}
