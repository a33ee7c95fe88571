/** The names in a list with commas between them, as people write it: blanks around a name are no part of it. */
export function listed(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}
