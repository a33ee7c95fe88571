// Runs in browsers, beside @simplewebauthn/browser. A form with `data-passkey` is shown where the browser has passkeys; sending it asks
// for a challenge, has a passkey sign it, and sends what came. Without script the form stays hidden, and the others work.

interface Form {
  readonly action: string;
  readonly dataset: { readonly passkey?: string };
  hidden: boolean;
  querySelectorAll(selector: string): Iterable<Message>;
  addEventListener(kind: 'submit', listener: (event: { preventDefault(): void }) => void): void;
}
interface Message {
  readonly dataset: { readonly problem?: string };
  hidden: boolean;
}
type Ceremony = (asked: { readonly optionsJSON: unknown }) => Promise<unknown>;
interface WebAuthn {
  readonly browserSupportsWebAuthn: () => boolean;
  readonly startRegistration: Ceremony;
  readonly startAuthentication: Ceremony;
}
declare const document: { querySelectorAll(selector: string): Iterable<Form> };
declare const location: { assign(path: string): void };
declare const FormData: new (form: Form) => Iterable<readonly [string, string]>;
declare const SimpleWebAuthnBrowser: WebAuthn;

async function call(path: string, token: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': token };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const reply: unknown = await response.json();
  return typeof reply === 'object' ? { ...reply } : {};
}

async function send(form: Form): Promise<void> {
  const { csrf = '', ...fields } = Object.fromEntries(new FormData(form));
  const { startRegistration, startAuthentication } = SimpleWebAuthnBrowser;
  // A new passkey is asked for with the invitation; what isn't a field of the call isn't sent.
  const isNew = form.dataset.passkey === 'new';
  const options = await call(`${form.action}/options`, csrf, isNew ? fields : {});
  if (typeof options.problem === 'string') {
    return show(form, options.problem);
  }
  const response = await (isNew ? startRegistration : startAuthentication)({ optionsJSON: options });
  const outcome = await call(form.action, csrf, { ...fields, response });
  if (typeof outcome.next === 'string') {
    return location.assign(outcome.next);
  }
  show(form, String(outcome.problem));
}

/** The words for each problem stand in the form already, hidden, in the page's language. */
function show(form: Form, problem: string): void {
  for (const message of form.querySelectorAll('[data-problem]')) {
    message.hidden = message.dataset.problem !== problem;
  }
}

for (const form of SimpleWebAuthnBrowser.browserSupportsWebAuthn()
  ? document.querySelectorAll('form[data-passkey]')
  : []) {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Nobody at the authenticator, or another one: the browser has said so already.
    send(form).catch(() => show(form, 'passkey-not-right'));
  });
}
