import type { Action } from '../contract/index.ts';

/** What sentences call an action of each kind. */
export const KIND_NAMES: Readonly<Record<Action['kind'], string>> = Object.freeze({
  grant: 'grant',
  freeze: 'freeze',
  unfreeze: 'end of the freeze',
  note: 'note',
  close: 'close of the incident',
  policy: 'policy',
  recovery: 'recovery',
  enrol: 'enrolment',
  dismiss: 'dismissal',
  decline: 'decline',
  project: 'project',
  amend: 'change of the project',
  end: 'end of the project',
  agreement: 'agreement',
  agree: 'signature under the agreement',
  revoke: 'revocation',
});
