import { hidesSomething, printable, SfumatoError } from '../base/index.ts';
import type { Action } from './action.ts';

/**
 * Whether everybody who signs a decision can see all of it. Asked of what is written or handed in, never of what is on record.
 * @throws SfumatoError `wrong-use`.
 */
export function requirePlainText({ reason, body }: Action): void {
  for (const [name, text] of textsIn({ reason, ...body })) {
    if (hidesSomething(text)) {
      const sentence = `${name} has characters that nobody sees or that turn text round; write it without them: ${printable(text).slice(0, 200)}`;
      throw new SfumatoError('wrong-use', sentence);
    }
  }
}

function textsIn(value: object): readonly (readonly [name: string, text: string])[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    if (typeof part === 'string') {
      return [[name, part] as const];
    }
    return typeof part === 'object' && part !== null
      ? textsIn(part).map(([inner, text]) => [`${name}.${inner}`, text] as const)
      : [];
  });
}
