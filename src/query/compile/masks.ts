import { assert } from '../../base/index.ts';
import { type Bounded, isTruncated } from '../question.ts';
import { LOW_WORD_BITS, SEED_CLASS_BITS, SEED_CLASSES } from '../truncate.ts';
import { ifInCohort, type Parts } from './parts.ts';
import type { StatementWriter } from './statement-writer.ts';

// All that is known of a patient goes into one integer, bit by bit, because the engine ORs one integer a patient several times
// faster than it keeps two aggregates; only what doesn't fit goes into another. The integer is as narrow as its bits allow, and
// of what the engine does to each row, comparing, ORing and shifting to the right are cheap: adding, multiplying and shifting to
// the left look for overflows first, and take several times as long.

/** Bits that a row's word may hold; signs stay free. */
const WORDS = [
  { type: 'UTINYINT', bits: 8 },
  { type: 'USMALLINT', bits: 16 },
  { type: 'INTEGER', bits: 31 },
  { type: 'BIGINT', bits: 63 },
] as const;
const [NARROW_BITS, WIDE_BITS] = [31, 63];
const LOW_WORD = 2 ** LOW_WORD_BITS - 1;

type Word = (typeof WORDS)[number]['type'];

/** Something that a row says of its patient: so many bits, standing where they belong. */
interface Piece {
  readonly name: string;
  readonly bits: number;
  readonly at: (offset: number, type: Word) => string;
}

/**
 * Patients by cell, for at most 62 cells: one bit per cell and patient, the highest for cell 0, then how many patients have each mask. Where a
 * patient may touch more cells than count, masks with too many bits are told apart by the class of the patient's seed,
 * and `truncate.ts` keeps the right number of each. Gives rows of 32-bit integers: low word, high word, class, patients.
 */
export function masksStatement(question: Bounded, parts: Parts): string {
  const { keys, mask, keptBy, kept } = keptColumns(question, parts);
  const isWide = question.cells >= NARROW_BITS;
  const words = isWide
    ? `CAST(${mask} & ${LOW_WORD} AS INTEGER), CAST(${mask} >> ${LOW_WORD_BITS} AS INTEGER)`
    : `CAST(${mask} AS INTEGER), 0`;
  return `
    SELECT ${words}, CAST(${keptBy} AS INTEGER), CAST("patients" AS INTEGER)
    FROM (SELECT ${keys}, count(*) AS "patients" FROM (${kept}) GROUP BY ${keys})`;
}

interface Kept {
  /** What patients are counted by. */
  readonly keys: string;
  /** Mask and class, out of that. */
  readonly mask: string;
  readonly keptBy: string;
  /** One line a patient, with the keys. */
  readonly kept: string;
}

/** One integer to count by, of mask and class, where both fit. */
function keptColumns(question: Bounded, parts: Parts): Kept {
  const { cells, groupsPerPatient } = question;
  const patients = (columns: string): string => `SELECT ${columns} FROM (${patientMasks(question, parts)})`;
  if (!isTruncated(question)) {
    return { keys: '"mask"', mask: '"mask"', keptBy: '0', kept: patients('"mask"') };
  }
  const isTooMany = `bit_count("mask") > ${parts.writer.bound(groupsPerPatient, 'INTEGER')}`;
  if (cells + SEED_CLASS_BITS > WIDE_BITS) {
    const kept = patients(`"mask", CASE WHEN ${isTooMany} THEN "class" ELSE 0 END AS "kept_by"`);
    return { keys: '"mask", "kept_by"', mask: '"mask"', keptBy: '"kept_by"', kept };
  }
  const shift = parts.writer.bound(cells, 'INTEGER');
  const both = `CASE WHEN ${isTooMany} THEN "mask" | ("class" << ${shift}) ELSE "mask" END AS "both"`;
  const mask = `("both" & ${ones(cells, 'BIGINT', parts.writer)})`;
  return { keys: '"both"', mask, keptBy: `("both" >> ${shift})`, kept: patients(both) };
}

/** One line a patient: the mask, and the class where one is needed. */
function patientMasks(question: Bounded, parts: Parts): string {
  const { columns, words } = packed(piecesOf(question, parts), parts.writer);
  const aggregates = words.map((word, at) => `bit_or(${word}) AS "word_${at}"`).join(', ');
  const rows = `SELECT ${aggregates} FROM series WHERE "live" = 1 GROUP BY "patient"`;
  const patientClass = isTruncated(question) ? ', "class"' : '';
  return `SELECT ${ifInCohort(parts, '"cells"', '0')} AS "mask"${patientClass} FROM (SELECT ${columns} FROM (${rows}))`;
}

function piecesOf(question: Bounded, { rowTests, row, cell, cohort, writer }: Parts): readonly Piece[] {
  const { cells } = question;
  const flag = (name: string, tests: readonly string[]): Piece => ({
    name,
    bits: 1,
    // The lowest bit needs no choice between two constants.
    at: (offset, type) =>
      offset === 0
        ? tests.map((test) => `CAST(${test} AS ${type})`).join(' & ')
        : bitWhere(tests.join(' AND '), bitAt(offset, type, writer), type),
  });
  const inCells: Piece = {
    name: '"cells"',
    bits: cells,
    at: (offset, type) => bitWhere(row, `${bitAt(offset + cells - 1, type, writer)} >> CAST(${cell} AS ${type})`, type),
  };
  const seedClass: Piece = {
    name: '"class"',
    bits: SEED_CLASS_BITS,
    at: (offset, type) => {
      assert(offset === 0, 'a class is not shifted');
      return `CAST("seed" & ${SEED_CLASSES - 1} AS ${type})`;
    },
  };
  return [
    ...(isTruncated(question) ? [seedClass] : []),
    cells === 1 ? flag('"cells"', rowTests) : inCells,
    ...cohort.flags.map((one) => flag(one.name, [one.row])),
  ];
}

function bitWhere(test: string, bit: string, type: Word): string {
  return `CASE WHEN ${test} THEN ${bit} ELSE CAST(0 AS ${type}) END`;
}

interface Packed {
  /** The rows' part of each word. */
  readonly words: readonly string[];
  /** The pieces, out of the words of a patient: flags as booleans. */
  readonly columns: string;
}

/** Lays pieces side by side, in the narrowest word that holds them all or else in several of the widest. */
function packed(pieces: readonly Piece[], writer: StatementWriter): Packed {
  const all = pieces.reduce((sum, { bits }) => sum + bits, 0);
  const { type, bits: wordBits } = WORDS.find(({ bits }) => all <= bits) ?? WORDS[3];
  const [patient, patientBits]: [Word, number] =
    wordBits <= NARROW_BITS ? ['INTEGER', NARROW_BITS] : ['BIGINT', WIDE_BITS];
  const words: string[][] = [[]];
  const columns: string[] = [];
  let offset = 0;
  for (const { name, bits, at } of pieces) {
    if (offset + bits > wordBits) {
      words.push([]);
      offset = 0;
    }
    words.at(-1)?.push(at(offset, type));
    const own = `(CAST("word_${words.length - 1}" AS ${patient}) >> ${writer.bound(offset, patient)})`;
    // A word's sign stays free, so what is as long as the word needs no cutting.
    const value = bits === patientBits ? own : `(${own} & ${ones(bits, patient, writer)})`;
    columns.push(name === '"cells"' || name === '"class"' ? `${value} AS ${name}` : `(${value} <> 0) AS ${name}`);
    offset += bits;
  }
  return { words: words.map((row) => row.join(' | ')), columns: columns.join(', ') };
}

function bitAt(offset: number, type: Word, writer: StatementWriter): string {
  return `(CAST(1 AS ${type}) << ${writer.bound(offset, type)})`;
}

/** So many ones, fewer than the type has bits. */
function ones(bits: number, type: Word, writer: StatementWriter): string {
  return `(${bitAt(bits, type, writer)} - 1)`;
}
