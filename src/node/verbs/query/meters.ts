import { analystMeter, blockMeter, type MeterId, projectMeter } from '../../../budget/index.ts';
import type { Plan } from '../../../query/index.ts';
import type { NodeContext } from '../../context.ts';

/** Every listed block pays in full, and so do the project and the person. */
export function metersOf(
  { domain }: Pick<NodeContext['config'], 'domain'>,
  { blocks, facts }: { readonly blocks: readonly number[]; readonly facts: Pick<Plan<unknown>['facts'], 'project'> },
  person: string,
): readonly MeterId[] {
  return [...blocks.map((year) => blockMeter(domain, year)), projectMeter(facts.project), analystMeter(person)];
}
