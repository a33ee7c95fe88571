/** What in a page a Content-Security-Policy without `unsafe-inline` would stop. */
export function inlineIn(page: string): readonly string[] {
  const tags = page.match(/<[a-z][^>]*>/gi) ?? [];
  const attributes = tags.filter((tag) => /\s(?:style|on\w+|hx-on\S*|srcdoc)\s*=/i.test(outsideQuotes(tag)));
  const elements = page.match(/<style|<script(?![^>]* src=)|(?:href|src|action)="(?:javascript|data):/gi) ?? [];
  return [...attributes, ...elements];
}

/** A tag without the values of its attributes. */
function outsideQuotes(tag: string): string {
  return tag.replace(/"[^"]*"/g, '""');
}

/** The id of the decision to which a page leads, the first one; empty where it leads to none. */
export function waitingIn(page: string): string {
  return /href="\/inbox\/([0-9a-f]{32})"/.exec(page)?.[1] ?? '';
}
