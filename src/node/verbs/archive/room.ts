import { patientsMax, type StagedTotals } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

/** Of a size class, when it is time to declare a larger one: two patients about its edge must not decide whether a publish succeeds. */
const SCARCE_SHARE = 3 / 4;

/** How many patients the declared size class holds, and whether what is staged leaves little room in it. */
export interface StagedRoom {
  readonly sizeClass: string;
  readonly patientsMax: number;
  readonly isScarce: boolean;
}

/** The room for what is staged. */
export function roomFor(
  { config: { sizeClass }, policy }: Pick<NodeContext, 'config' | 'policy'>,
  { patients }: Pick<StagedTotals, 'patients'>,
): StagedRoom {
  const most = patientsMax(policy.document.disclosure.sizeClasses.value[sizeClass]);
  return { sizeClass, patientsMax: most, isScarce: patients > most * SCARCE_SHARE };
}
