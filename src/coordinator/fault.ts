/**
 * Steps of a question at which a drill may kill a coordinator: the question is on record, a site's outcome came in, all did, the
 * outcome is on record.
 */
export const COORDINATOR_FAULTS = ['noted', 'arrived', 'gathered', 'concluded'] as const;
export type CoordinatorFault = (typeof COORDINATOR_FAULTS)[number];
