/** Floor 3: who may ask what, who agreed, and who decided. Folds of the journal. */
export { type Asker, type Authority, createGovernance, type Governance } from './governance.ts';
export { Person } from './person.ts';
export { Project } from './project.ts';
