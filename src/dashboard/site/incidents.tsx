import type { VerbOutput } from '../../node/index.ts';
import { Field, Form } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import { SITE } from '../texts/site.table.ts';
import { FactorsNotice, PassphraseField } from './decision.tsx';
import type { Visit } from './visit.ts';

export interface IncidentsProps {
  readonly visit: Visit;
  readonly status: VerbOutput['status'];
  readonly outcome?: string | undefined;
  /** Which form came to nothing, why, and what was written in it. */
  readonly failed?: Failed | undefined;
}

interface Failed {
  readonly form: 'freeze' | 'unfreeze';
  readonly problem: string;
  readonly values: { readonly scope: string; readonly reason: string };
}

/** What is frozen, and the forms to freeze and to lift a freeze. */
export function IncidentsPage({ visit, status, outcome, failed }: IncidentsProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.incidents)} lead={say(DECISIONS.incidentsLead)}>
      {outcome === undefined ? null : <Notice tone="good">{outcome}</Notice>}
      {failed === undefined ? null : <Notice tone="bad">{failed.problem}</Notice>}
      <Section title={say(DECISIONS.frozen)} id="frozen">
        {status.frozen.length === 0 ? (
          <p class="empty">{say(DECISIONS.nothingFrozen)}</p>
        ) : (
          <ul class="plain-list">
            {status.frozen.map((scope) => (
              <li>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <FactorsNotice visit={visit} />
      <div class="columns">
        <ScopeForm visit={visit} kind="freeze" failed={failed} />
        <ScopeForm visit={visit} kind="unfreeze" failed={failed} frozen={status.frozen} />
      </div>
    </Page>
  );
}

interface ScopeFormProps extends Pick<IncidentsProps, 'visit' | 'failed'> {
  readonly kind: 'freeze' | 'unfreeze';
  readonly frozen?: readonly string[];
}

function ScopeForm({ visit, kind, failed, frozen }: ScopeFormProps) {
  const { view } = visit;
  const { say } = view;
  const [title, submit] =
    kind === 'freeze' ? [DECISIONS.freezeTitle, DECISIONS.freeze] : [DECISIONS.unfreezeTitle, DECISIONS.unfreeze];
  const values = failed?.form === kind ? failed.values : { scope: '', reason: '' };
  const scope =
    frozen === undefined ? { hint: say(DECISIONS.scopeHint) } : { options: frozen.map((one) => [one, one] as const) };
  return frozen?.length === 0 ? null : (
    <Section title={say(title)} id={kind}>
      <Form view={view} action={`/incidents/${kind}`} submit={say(submit)} danger={kind === 'freeze'}>
        <Field
          view={view}
          name={`${kind}-scope`}
          label={say(DECISIONS.scope)}
          value={values.scope}
          {...scope}
          required
        />
        <Field
          view={view}
          name={`${kind}-reason`}
          label={say(DECISIONS.reason)}
          hint={say(DECISIONS.reasonHint)}
          value={values.reason}
          more={{ minlength: 10, maxlength: 400 }}
          required
        />
        <PassphraseField visit={visit} name={`${kind}-passphrase`} />
      </Form>
    </Section>
  );
}
