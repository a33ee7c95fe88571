/** The name of a site's log: the first line of its checkpoints, and the name of the key that signs them. */
export function logOrigin(site: string): string {
  return `sfumato/${site}`;
}
