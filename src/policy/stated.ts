/** The members of a document that it states: what is optional and left out is none of them. */
export function statedMembers<V>(members: {
  readonly [key: string]: V | undefined;
}): readonly (readonly [string, V])[] {
  return Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}
