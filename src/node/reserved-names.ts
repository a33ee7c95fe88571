/** Names that records give to parts of the program: no person may have one, or a record would say that the program did what a person does. */
const RESERVED: readonly string[] = ['shell', 'configuration', 'recovery', 'node', 'witness', 'journal'];

/** The first of these people whose name is one that the journal gives to a part of the program. */
export function reservedOf<P extends { readonly person: string }>(people: readonly P[]): P | undefined {
  return people.find(({ person }) => RESERVED.includes(person));
}
