/** Floor 3: who may ask what, and who agreed. Folds of the journal. */
export { type Asker, type Authority, createGovernance, type Governance } from './governance.ts';
export { Project } from './project.ts';
