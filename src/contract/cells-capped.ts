/** What a site says where a patient could be in more cells of an answer than count: one sentence of those in `leavesOut`. */
export function cellsCapped(most: number, cells: number): string {
  return `A patient counts in at most ${most} of the ${cells} cells; what lies beyond is left out of the counts.`;
}
