import { formatNote, isSignedBy, type NoteSigner, parseNote, signNote } from './note.ts';
import { formatNoteKey, type NoteKey, noteKeyOf, parseNoteKey } from './note-key.ts';

const FIRST_LINE = 'sfumato/log-key-succession/v1';

/** That a log is signed by another key from now on, as its former key says. */
export interface Succession {
  readonly from: NoteKey;
  readonly to: NoteKey;
}

/** The statement, signed by the former key (C2SP signed-note), that `to` follows it under the same name. */
export function signSuccession(signer: NoteSigner, to: NoteKey): string {
  const from = noteKeyOf(signer.name, 'log', signer.secretKey);
  const text = `${[FIRST_LINE, formatNoteKey(from), formatNoteKey(to)].join('\n')}\n`;
  return formatNote({ text, signatures: [signNote(text, signer)] });
}

/** Reads such a statement; `undefined` unless the former key signed it, and both are log keys of one name. */
export function readSuccession(statement: string): Succession | undefined {
  const note = parseNote(statement);
  const [first, former, next, end, ...rest] = note?.text.split('\n') ?? [];
  const [from, to] = [parseNoteKey(former ?? ''), parseNoteKey(next ?? '')];
  if (note === undefined || from === undefined || to === undefined || first !== FIRST_LINE) {
    return undefined;
  }
  const isOne = end === '' && rest.length === 0 && note.signatures.length === 1;
  const fits = from.name === to.name && from.role === 'log' && to.role === 'log';
  return isOne && fits && isSignedBy(note, from) ? { from, to } : undefined;
}
