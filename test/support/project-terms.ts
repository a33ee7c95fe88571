/** Terms of a project of one member, carl, as people write them in a file. */
export function projectTerms(project: string, carlsKey: string): string {
  return `project: ${project}
purpose: How bone density goes with age.
purposeClass: research
fields: [Modality, PatientAge]
ends: "2099-06-30"
ethics: { reference: Vote 12/2026, expires: "2099-03-31" }
members: [{ person: carl, key: ${carlsKey}, expires: "2099-01-31" }]
agreement: data-use
epsilon: { project: "4", analyst: "3" }
`;
}
