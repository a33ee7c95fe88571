import { SfumatoError } from '../../base/index.ts';

/** Fewer digits might be of several decisions, or meant as something else. */
const ID_LENGTH_MIN = 6;

/** How things are named by their ids. */
export interface Naming<T> {
  /** What one of them is. */
  readonly one: string;
  readonly of: (thing: T) => string;
  /** The command that shows them. */
  readonly see: string;
}

/** The only one of things whose id is this, or begins so. @throws SfumatoError `wrong-use`. */
export function onlyNamed<T>(things: readonly T[], named: string, { one, of, see }: Naming<T>): T {
  if (named.length < ID_LENGTH_MIN) {
    throw new SfumatoError(
      'wrong-use',
      `Name the ${one} by at least ${ID_LENGTH_MIN} digits of its id; see \`${see}\`.`,
    );
  }
  const found = things.filter((thing) => of(thing).startsWith(named));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new SfumatoError('wrong-use', `No one ${one} is named ${named}; see \`${see}\`.`);
  }
  return only;
}
