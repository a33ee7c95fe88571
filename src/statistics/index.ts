/** Floor 1: estimators over released numbers. Pure and synchronous; noise laws and variances come as arguments. */
export { sumVectors } from './sum.ts';
