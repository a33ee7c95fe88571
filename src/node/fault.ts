/** Named steps of an answer at which a test may kill the process; in service nothing happens there. */
export type FaultPoint = 'reserving' | 'reserved' | 'ran' | 'released' | 'committed';

export const FAULT_POINTS: readonly FaultPoint[] = ['reserving', 'reserved', 'ran', 'released', 'committed'];
