import type { Field } from '../../../src/policy/index.ts';
import { keyOf, type Recorded, readBy } from './record.ts';

/** A value as it stands on record. */
export interface Value {
  readonly vr: string;
  readonly text: string;
  readonly concept: boolean;
}

/** Of the elements that a field reads, the first that holds more than padding. */
export function firstHeld(field: Field, recorded: Recorded): Value | undefined {
  for (const element of readBy(field)) {
    const found = recorded[keyOf(element)] ?? '';
    const [vr, text] = [found.slice(0, 2), bare(found.slice(3))];
    if (!/^[\t\n\r\x20-\x7e\0]*$/.test(text)) {
      throw new Error('the reference knows no character sets, and no fixture has needed one');
    }
    if (text !== '' && !['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'AT', 'UN', 'SQ'].includes(vr)) {
      return { vr, text, concept: element.concept !== undefined };
    }
  }
  return undefined;
}

/** Without the padding that PS3.5 §6.2 allows. */
export function bare(text: string): string {
  return text.replace(/^ +/, '').replace(/[ \0]+$/, '');
}

/** The `item`th of several values, counted from 1; `undefined` when it is empty. */
export function nth(text: string | undefined, item: number): string | undefined {
  const part = bare(text?.split('\\')[item - 1] ?? '');
  return part === '' ? undefined : part;
}
