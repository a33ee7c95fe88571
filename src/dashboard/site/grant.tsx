import { Field, Form } from '../layout/form.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import { FactorsNotice, PassphraseField } from './decision.tsx';
import type { Visit } from './visit.ts';

/** Proposes more budget for one meter; another person has to agree. */
export function GrantForm({
  visit,
  meter,
  problem,
}: {
  readonly visit: Visit;
  readonly meter: string;
  readonly problem?: string | undefined;
}) {
  const { view } = visit;
  const { say } = view;
  return (
    <Section title={say(DECISIONS.grantTitle)} id="grant">
      <p class="note">{say(DECISIONS.grantNote)}</p>
      {problem === undefined ? null : <Notice tone="bad">{problem}</Notice>}
      <FactorsNotice visit={visit} />
      <Form view={view} action={`/budgets/${encodeURIComponent(meter)}/grant`} submit={say(DECISIONS.grant)}>
        <Field
          view={view}
          name="grant-epsilon"
          label={say(DECISIONS.amount)}
          more={{ inputmode: 'decimal', maxlength: 15 }}
          required
        />
        <Field
          view={view}
          name="grant-reason"
          label={say(DECISIONS.reason)}
          hint={say(DECISIONS.reasonHint)}
          more={{ minlength: 10, maxlength: 400 }}
          required
        />
        <PassphraseField visit={visit} name="grant-passphrase" />
      </Form>
    </Section>
  );
}
