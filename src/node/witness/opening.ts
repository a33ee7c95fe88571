import { parseCheckpoint, parseNote } from '../../base/index.ts';
import type { RecordTree } from '../../journal/index.ts';
import type { WitnessLink } from '../../link/index.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Conversation } from './conversation.ts';
import { extendsSeen, forgotten, Halt, type Seen } from './judge.ts';
import { leftOut } from './left-out.ts';

/** What a journal is judged by when its site starts. */
interface Opening {
  readonly links: readonly WitnessLink[];
  readonly tree: RecordTree;
  readonly checkpoints: Checkpoints;
}

const NOTHING_ANSWERED = 'Nothing is answered until two people sign a recovery; see docs/operations.md.';

/**
 * Asks every witness what it keeps of this site: the journal must go on from each of it, and no witness be left out. Where one was set
 * back, what the journal says that it co-signed is given too: a lease of that may be open as well.
 * @throws Halt when it doesn't, SfumatoError when one can't be asked.
 */
export async function heardAtStart(
  talk: Conversation,
  { links, tree, checkpoints }: Opening,
): Promise<readonly Seen[]> {
  const keys = links.map(({ key }) => key);
  const missing = leftOut(keys, checkpoints);
  if (missing !== undefined) {
    throw new Halt(missing.sentence, talk.read(missing.note, missing.key));
  }
  const noted: Seen[] = [];
  const found = await talk.open((seen, link) => {
    const { key } = link;
    const recorded = checkpoints.lastBy(key);
    if (seen === undefined && recorded !== undefined) {
      throw forgotten(key, talk.read(recorded, key));
    }
    if (seen !== undefined && !extendsSeen(tree, seen)) {
      const known = `they know ${seen.checkpoint.size} records that do not begin it`;
      const sentence = `The journal is not what witnesses saw: ${known}. It was restored, cut short, or another copy went on. ${NOTHING_ANSWERED}`;
      throw new Halt(sentence, seen, link);
    }
    if (seen !== undefined) {
      talk.assertOpens(seen, link);
    }
    if (seen !== undefined && recorded !== undefined && sizeOf(recorded) > seen.checkpoint.size) {
      noted.push(talk.read(recorded, key));
    }
    return true;
  });
  return [...found, ...noted];
}

function sizeOf(note: string): number {
  return parseCheckpoint(parseNote(note)?.text ?? '')?.size ?? 0;
}
