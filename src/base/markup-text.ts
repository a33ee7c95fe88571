const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it stands in markup, between tags and in attributes; control characters, which XML can't hold, become spaces. */
export function markupText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are taken out
  return text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? '');
}
