/** Which part of a whole something is, in percent with one decimal place; a dash of nothing. */
export function percentText(part: number, whole: number): string {
  return whole === 0 ? '–' : ((100 * part) / whole).toFixed(1);
}
