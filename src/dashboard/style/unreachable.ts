// Runs in browsers, beside htmx. Where a request of htmx comes to no answer at all, what the page shows is of an older question: it makes way
// for the words that wait in its place, in the page's language.

interface Waiting {
  readonly content: object;
  readonly parentElement: { replaceChildren(content: object): void } | null;
}
interface Failure {
  readonly detail: { readonly ctx?: { readonly response?: object } };
}
declare const document: {
  addEventListener(kind: 'htmx:error', listener: (event: Failure) => void): void;
  querySelectorAll(selector: string): Iterable<Waiting>;
};

document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (ctx !== undefined && !ctx.response) {
    for (const { parentElement, content } of document.querySelectorAll('template.unreachable')) {
      parentElement?.replaceChildren(content);
    }
  }
});
