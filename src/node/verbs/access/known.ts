import { SfumatoError } from '../../../base/index.ts';
import type { NodeContext } from '../../context.ts';

/** Whether somebody of that name was ever invited. @throws SfumatoError `wrong-use`. */
export function assertKnown({ people }: Pick<NodeContext, 'people'>, person: string): void {
  if (!people.list().includes(person)) {
    throw new SfumatoError('wrong-use', `Nobody called ${person} signs in here; look at \`sfumato access list\`.`);
  }
}
