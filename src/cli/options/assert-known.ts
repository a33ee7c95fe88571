import { SfumatoError } from '../../base/index.ts';

/** A name that nothing at the site has would look as if nothing had happened under it. @throws SfumatoError `wrong-use`. */
export function assertKnown(strange: string | undefined): void {
  if (strange !== undefined) {
    throw new SfumatoError('wrong-use', strange);
  }
}
