// Runs in browsers, beside htmx. Where a request of htmx comes to no answer of ours, what the page shows is of an older question: it makes way
// for the words that wait in its place, in the page's language. What is typed stays: a proxy's page in its place would take the form away.

interface Waiting {
  readonly content: { cloneNode(deep: true): object };
  readonly parentElement: {
    readonly dataset: Record<string, string>;
    querySelectorAll(selector: string): Iterable<object>;
    replaceChildren(...content: readonly object[]): void;
  } | null;
}
interface Answer {
  readonly status: number;
  readonly headers: { has(name: string): boolean };
}
interface HtmxEvent {
  readonly detail: { readonly ctx?: { readonly response?: Answer; readonly text?: string } };
  preventDefault(): void;
}
declare const document: {
  addEventListener(kind: 'htmx:error' | 'htmx:after:request', listener: (event: HtmxEvent) => void): void;
  querySelectorAll(selector: string): Iterable<Waiting>;
};

/** Says it once: a page that asks again every second doesn't read it out each time. */
function saySo(why: 'unreachable' | 'too-long'): void {
  for (const { content, parentElement: place } of document.querySelectorAll(`template.${why}`)) {
    if (place !== null && place.dataset.says !== why) {
      place.replaceChildren(...place.querySelectorAll(':scope > template'), content.cloneNode(true));
      place.dataset.says = why;
    }
  }
}

document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
  if (ctx !== undefined && ctx.text === undefined) {
    saySo('unreachable');
  }
});

// Our own pages of what went wrong say where they go.
document.addEventListener('htmx:after:request', (event) => {
  const answer = event.detail.ctx?.response;
  if (answer !== undefined && answer.status >= 400 && !answer.headers.has('HX-Retarget')) {
    event.preventDefault();
    // 431 is what Node says of a long address, 414 what most proxies do.
    saySo([414, 431].includes(answer.status) ? 'too-long' : 'unreachable');
  }
});
