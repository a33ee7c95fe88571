// Runs in browsers, beside htmx: it says where nothing answers, and loses nothing that was written. Where a request of htmx comes to no answer
// of ours, what the page shows is of an older question: it makes way for the words that wait in its place, in the page's language. What is typed
// stays: a proxy's page in its place would take the form away. A form is sent only where something of ours answers, or it would go as well.

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
interface Form {
  readonly method: string;
  querySelector(selector: string): (Waiting & { readonly parentElement: object }) | null;
  requestSubmit(submitter: object | null): void;
}
interface SubmitEvent {
  readonly target: Form;
  readonly submitter: object | null;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}
declare const document: {
  addEventListener(kind: 'submit', listener: (event: SubmitEvent) => void): void;
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

const LOOKING_MS = 10_000;

/** Whether the program behind these pages answers: a proxy in its place says 502 and the like. */
async function answers(): Promise<boolean> {
  const asked = { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(LOOKING_MS) } as const;
  return await fetch(import.meta.url, asked).then(
    ({ status }) => status < 500,
    () => false,
  );
}

/** Forms of which it is being looked whether they would arrive, and, the moment that they go, that they would. */
const looked = new Map<Form, 'looking' | 'arrives'>();

async function send(form: Form, submitter: object | null, words: Waiting): Promise<void> {
  looked.set(form, 'looking');
  const arrives = await answers();
  looked.set(form, 'arrives');
  words.parentElement?.replaceChildren(...words.parentElement.querySelectorAll(':scope > template'));
  if (arrives) {
    form.requestSubmit(submitter);
  } else {
    words.parentElement?.replaceChildren(words, words.content.cloneNode(true));
  }
  looked.delete(form);
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  const words = form.querySelector('template.unsent');
  if (event.defaultPrevented || form.method !== 'post' || words === null || looked.get(form) === 'arrives') {
    return;
  }
  event.preventDefault();
  if (looked.get(form) === undefined) {
    void send(form, submitter, words);
  }
});
