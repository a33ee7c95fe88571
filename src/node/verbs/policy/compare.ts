import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';
import { diffPolicies, type Policy, type PolicyDiff } from '../../../policy/index.ts';
import type { NodeContext } from '../../context.ts';

/** Two policies that the site has on record: each by its name, “id@version”, or by the beginning of its disclosure hash, at least 8 digits. */
export const CompareInput = z.strictObject({ before: z.string().max(200), after: z.string().max(200) });

interface Compare {
  readonly ctx: Pick<NodeContext, 'governance' | 'policy'>;
  readonly input: z.infer<typeof CompareInput>;
}

/** How two policies differ, and what putting the second in the place of the first would mean. @throws SfumatoError `wrong-use`. */
export async function comparePolicies({ ctx, input: { before, after } }: Compare): Promise<PolicyDiff> {
  return diffPolicies(known(ctx, before), known(ctx, after));
}

/** The policies whose documents are on record, with the one in force; each once. */
export function knownPolicies({ governance, policy: now }: Compare['ctx']): readonly Policy[] {
  const isNow = (one: Policy): boolean =>
    one.name === now.name &&
    one.deidentificationHash === now.deidentificationHash &&
    one.disclosureHash === now.disclosureHash;
  return [now, ...[...governance.decisions.documents.values()].filter((one) => !isNow(one))];
}

function known(ctx: Compare['ctx'], wanted: string): Policy {
  const all = knownPolicies(ctx);
  const found = all.filter(
    ({ name, disclosureHash }) =>
      name === wanted || (/^[0-9a-f]{8,64}$/.test(wanted) && disclosureHash.startsWith(wanted)),
  );
  const [only] = found;
  if (only === undefined) {
    const names = all.map(({ name }) => name).join(', ');
    throw new SfumatoError('wrong-use', `${wanted} is not on record here; these are: ${names}.`);
  }
  if (found.length > 1) {
    throw new SfumatoError(
      'wrong-use',
      `${wanted} names ${found.length} policies on record; name one by its disclosure hash.`,
    );
  }
  return only;
}
