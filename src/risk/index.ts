/** Floor 1: how far patients could be recognised by the rows that a site keeps, from the sizes of classes of patients who are alike. */

export { type Band, bandsOf, type ClassSizes, type SampleRisk, sampleRisk } from './class-sizes.ts';
export { combinations, combinationsCount } from './combinations.ts';
export { type PopulationRisk, populationRisk } from './population.ts';
export { THRESHOLDS } from './thresholds.table.ts';
