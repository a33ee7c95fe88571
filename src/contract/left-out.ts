/** Something that names the intake years that it is of: an answer, or a quote. */
interface OfBlocks {
  readonly blocks: readonly number[];
}

/** Intake years of a question that are part of none of these: no site that said something has them. None where nobody said anything. */
export function blocksLeftOut(asked: readonly number[], of: readonly OfBlocks[]): number[] {
  return of.length === 0 ? [] : asked.filter((block) => of.every(({ blocks }) => !blocks.includes(block)));
}
