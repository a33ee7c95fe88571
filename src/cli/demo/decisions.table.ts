/** The data-use text of the demonstration. */
export const AGREEMENT = {
  agreement: 'data-use',
  text: 'Members ask for their project’s purpose only, try to recognise nobody, and tell the steward of anything that looks wrong.',
} as const;

/** A project that was applied for and approved. */
export const APPROVED = {
  project: 'ct-protocols',
  purpose: 'How CT protocols differ between makes of scanners.',
  purposeClass: 'quality',
  fields: ['Modality', 'Manufacturer', 'SliceThickness'],
  member: 'ben',
  epsilon: { project: '3', analyst: '2' },
} as const;

/** One that waits for its two approvals, as a visitor finds it. */
export const WAITING = {
  project: 'bone-density',
  purpose: 'How often bones of patients over 60 years are imaged, by age and sex.',
  purposeClass: 'research',
  fields: ['Modality', 'BodyPartExamined', 'PatientAge', 'PatientSex'],
  member: 'carl',
  epsilon: { project: '4', analyst: '3' },
} as const;
export type DemoProject = typeof APPROVED | typeof WAITING;

/** Whose budget ran out, and how much more its steward proposes. */
export const MORE = { site: 'lakeside', epsilon: '3' } as const;

/** An incident that is over. */
export const INCIDENT = {
  site: 'harbour',
  scope: 'analyst:ben',
  severity: 'low',
  contact: 'Duty officer, 5512',
  why: 'Ben’s laptop was not where he had left it.',
  found: 'It was at the front desk. Its disk is encrypted, and his key has a passphrase from now on.',
  over: 'The laptop is back, and nobody had used it.',
} as const;
