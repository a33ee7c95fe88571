/**
 * The three hospitals of the demonstration. `lakeside` may spend so little that it runs out before the others; nothing reaches
 * `hillside` from outside, so it calls the coordinator.
 */
export const DEMO_SITES = [
  { id: 'harbour', patients: 2_000, blockEpsilon: '10', callsIn: false },
  { id: 'hillside', patients: 400, blockEpsilon: '10', callsIn: true },
  { id: 'lakeside', patients: 400, blockEpsilon: '4.5', callsIn: false },
] as const;
export type DemoSite = (typeof DEMO_SITES)[number];

/** How many patients the second and the third hospital have in common. */
export const SHARED_PATIENTS = 25;

export const DEMO_PROJECT = {
  id: 'lung-imaging',
  purpose: 'How often chest CT and MR are combined in patients of 50 to 80 years.',
  fields: ['Modality', 'BodyPartExamined', 'PatientAge', 'PatientSex', 'Manufacturer', 'SliceThickness'],
  agreement: 'data-use-1',
} as const;
