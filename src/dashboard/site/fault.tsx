import type { Kept } from '../../access/index.ts';
import { Form } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Facts, Section } from '../layout/parts.tsx';
import { ACCESS } from '../texts/access.table.ts';
import { COMMON } from '../texts/common.table.ts';
import { DECISIONS } from '../texts/decisions.table.ts';
import { FAULTS, KEPT } from '../texts/faults.table.ts';
import { TERMS } from '../texts/terms.table.ts';
import type { AccessProps } from './access/parts.tsx';
import { wordFor } from './names.ts';

/** Says why a request came to nothing; what was written in a form stands there, to be sent again. */
export function Fault({ view, page }: AccessProps<'fault'>) {
  const { say } = view;
  return (
    <Page view={view} title={say(COMMON.failed)} lead={say(FAULTS[page.code])} narrow>
      {page.kept === undefined ? null : <KeptForm view={view} kept={page.kept} />}
      <p class="note">{say(ACCESS.requestId, { id: page.requestId })}</p>
      <p>
        <a class="button plain" href="/">
          {say(COMMON.back)}
        </a>
      </p>
    </Page>
  );
}

function KeptForm({ view, kept }: Pick<AccessProps<'fault'>, 'view'> & { readonly kept: Kept }) {
  const { say } = view;
  const { action, csrf, fields, isSignedIn } = kept;
  const names = { ...TERMS, reason: DECISIONS.reason };
  const written = fields.filter(([name, value]) => value.trim() !== '' && !name.endsWith('-shown'));
  return (
    <Section title={say(KEPT.written)} id="written">
      <p>{say(isSignedIn ? KEPT.signedIn : KEPT.signInFirst)}</p>
      {isSignedIn ? null : (
        <p>
          <a class="button plain" href="/sign-in" target="_blank" rel="noopener">
            {say(ACCESS.signIn)}
          </a>
        </p>
      )}
      <Facts
        facts={written.map(([name, value]) => [
          wordFor(say, names, name.replace(/^[^-]*-/, '')),
          <span class="verbatim">{value}</span>,
        ])}
      />
      <Form view={{ ...view, csrf }} action={action} submit={say(KEPT.again)}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      </Form>
    </Section>
  );
}
