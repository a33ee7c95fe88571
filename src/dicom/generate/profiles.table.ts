import type { ExamName } from './exams.table.ts';

/** A kind of patient: how old, and what is examined. */
export interface Profile {
  /** Of 20 patients, this many are of this kind. */
  readonly of20: number;
  readonly age: { readonly mean: number; readonly deviation: number };
  /** The share of women. */
  readonly women: number;
  /** Made for every patient of this kind. */
  readonly always: readonly ExamName[];
  /** What else is drawn, or all there is when nothing is made always. */
  readonly drawn: readonly (readonly [weight: number, exam: ExamName])[];
}

/** The kinds of patient that an archive has; their shares add up to 20. */
export const PROFILES: readonly Profile[] = [
  {
    // Staging of a lung tumour: a chest CT, and an MR that looks for what it spread to.
    of20: 3,
    age: { mean: 66, deviation: 8 },
    women: 0.42,
    always: ['ctChest', 'mrBrain'],
    drawn: [
      [5, 'ctChest'],
      [3, 'petCt'],
      [2, 'mrLiver'],
      [1, 'mrSpine'],
      [1, 'boneScan'],
    ],
  },
  {
    of20: 3,
    age: { mean: 58, deviation: 19 },
    women: 0.51,
    always: [],
    drawn: [
      [6, 'mrBrain'],
      [4, 'ctHead'],
      [1, 'mrSpine'],
    ],
  },
  {
    of20: 4,
    age: { mean: 47, deviation: 19 },
    women: 0.5,
    always: [],
    drawn: [
      [6, 'limbRadiograph'],
      [3, 'mrKnee'],
      [3, 'mrSpine'],
    ],
  },
  {
    of20: 2,
    age: { mean: 57, deviation: 11 },
    women: 0.99,
    always: [],
    drawn: [
      [6, 'mammogram'],
      [3, 'breastUltrasound'],
      [2, 'mrBreast'],
    ],
  },
  {
    of20: 3,
    age: { mean: 56, deviation: 17 },
    women: 0.47,
    always: [],
    drawn: [
      [5, 'abdominalUltrasound'],
      [4, 'ctAbdomen'],
      [2, 'mrLiver'],
    ],
  },
  {
    of20: 2,
    age: { mean: 68, deviation: 11 },
    women: 0.36,
    always: [],
    drawn: [
      [4, 'heartCatheter'],
      [3, 'ctHeart'],
      [3, 'bedsideRadiograph'],
    ],
  },
  {
    of20: 2,
    age: { mean: 62, deviation: 20 },
    women: 0.5,
    always: [],
    drawn: [
      [6, 'chestRadiograph'],
      [3, 'bedsideRadiograph'],
      [2, 'ctChest'],
      [1, 'ctHead'],
    ],
  },
  {
    of20: 1,
    age: { mean: 7, deviation: 5 },
    women: 0.48,
    always: [],
    drawn: [
      [5, 'limbRadiograph'],
      [3, 'chestRadiograph'],
      [2, 'abdominalUltrasound'],
      [1, 'mrBrain'],
    ],
  },
];
