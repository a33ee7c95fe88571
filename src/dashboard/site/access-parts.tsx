import type { Child } from 'hono/jsx';
import type { AccessPage } from '../../access/index.ts';
import { Field } from '../layout/form.tsx';
import { Notice } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { ACCESS } from '../texts/access.table.ts';
import { PROBLEMS } from '../texts/problems.table.ts';

type Of<K extends AccessPage['kind']> = Extract<AccessPage, { readonly kind: K }>;

/** What a page of sign-in or enrolment is drawn from. */
export interface AccessProps<K extends AccessPage['kind']> {
  readonly view: View;
  readonly page: Of<K>;
}

/** Why the last try came to nothing. */
export function Problem({
  view,
  page,
}: {
  readonly view: View;
  readonly page: { readonly problem?: keyof typeof PROBLEMS | undefined };
}): Child {
  return page.problem === undefined ? null : <Notice tone="bad">{view.say(PROBLEMS[page.problem])}</Notice>;
}

/** Six digits of an authenticator. */
export function CodeField({ view }: { readonly view: View }) {
  const more = { inputmode: 'numeric', pattern: '[0-9 ]{6,7}', maxlength: 7 };
  return (
    <Field view={view} name="code" label={view.say(ACCESS.code)} autocomplete="one-time-code" more={more} required />
  );
}
