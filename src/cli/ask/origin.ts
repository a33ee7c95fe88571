import { SfumatoError } from '../../base/index.ts';

/** A coordinator's origin, from what was typed. @throws SfumatoError `wrong-use`. */
export function originOf(text: string): string {
  if (!URL.canParse(text) || !text.startsWith('http')) {
    throw new SfumatoError('wrong-use', '--coordinator is an address such as http://127.0.0.1:7100.');
  }
  return new URL(text).origin;
}
