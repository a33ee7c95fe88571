import { formatNoteKey, type NoteKey, parseNoteKey } from '../../base/index.ts';
import type { Checkpoints, Watched } from './checkpoints.ts';

/** A witness of the last co-signed checkpoint that the configuration names no more. */
interface LeftOut {
  readonly key: NoteKey;
  /** That checkpoint. */
  readonly note: Watched['note'];
  readonly sentence: string;
}

/**
 * The first witness that watched the site and is left out. Without this, whoever takes the witnesses out of the configuration could
 * put an older copy of the journal in place, and nothing would notice.
 */
export function leftOut(named: readonly NoteKey[], checkpoints: Pick<Checkpoints, 'watching'>): LeftOut | undefined {
  const { note, witnesses } = checkpoints.watching() ?? { note: '', witnesses: [] };
  const names = new Set(named.map(formatNoteKey));
  const key = parseNoteKey(witnesses.find((witness) => !names.has(witness)) ?? '');
  return key && { key, note, sentence: sentenceOf(key) };
}

function sentenceOf({ name }: NoteKey): string {
  return `Witness ${name} co-signed this log, and the configuration doesn’t name it with that key any more. Nothing is answered until it does, or two people sign a recovery; see docs/operations.md.`;
}
