/** Floor 3: who may ask what, who agreed, and who decided. Folds of the journal. */
export { type Actor, SHELL } from './actor.ts';
export { type Asker, type Authority, createGovernance, type Governance } from './governance.ts';
export { mergeSigned, type Pending } from './pending.ts';
export { assertAllowed, mayCall, type Permission, permissionOf } from './permission.ts';
export { Person } from './person.ts';
export { Project } from './project.ts';
export { createRevocations, type Revocations } from './revocations.ts';
