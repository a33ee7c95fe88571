import { PurposeClass } from '../../contract/index.ts';
import type { VerbOutput } from '../../node/index.ts';
import { Choices, Form } from '../layout/form.tsx';
import { Page } from '../layout/page.tsx';
import { Facts, Section } from '../layout/parts.tsx';
import { CONSENT } from '../texts/consent.table.ts';
import { DATA } from '../texts/data.table.ts';
import { PURPOSES } from '../texts/purposes.table.ts';
import { writtenText } from '../texts/say.ts';
import { DecidingHead, type DecidingProps, DecisionField } from './deciding.tsx';

interface ConsentProps extends DecidingProps {
  readonly standing: VerbOutput['consent'];
}

/** How many lists are in effect and how many wait, and the form that takes one: never whom any of them names, but of what was sent just now and isn't taken. */
export function ConsentPage({ visit, told, standing: { inEffect, waiting, effectiveFrom } }: ConsentProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(CONSENT.title)} lead={say(CONSENT.lead)}>
      <DecidingHead visit={visit} told={told} />
      <Section title={say(CONSENT.standing)} id="standing">
        <Facts
          facts={[
            [say(CONSENT.inEffect), inEffect],
            [say(CONSENT.waiting), waiting],
            [say(CONSENT.from), writtenText(say, effectiveFrom)],
          ]}
        />
      </Section>
      <AddForm visit={visit} told={told} />
      <p>
        <a href="/snapshots">{say(DATA.back)}</a>
      </p>
    </Page>
  );
}

/**
 * A list that isn't taken is drawn as it was typed: one doubtful line would else cost the whole of it, and who types it once more misses
 * somebody, who then isn't left out. It goes to the session that sent it a moment ago with both factors, on a page that nothing stores. Where
 * a session has ended, somebody else may sit there, so `keptOf` gives no list back.
 */
function AddForm({ visit, told }: DecidingProps) {
  const { view } = visit;
  const { say } = view;
  const chosen = (name: string): readonly string[] => told?.written.all(`consent-${name}`) ?? [];
  return (
    <Section title={say(CONSENT.addTitle)} id="consent">
      <p class="note">{say(CONSENT.addNote)}</p>
      <Form view={view} action="/consent/add" submit={say(CONSENT.seal)} danger>
        <DecisionField
          {...{ visit, told, form: 'consent', name: 'patients', lines: 8 }}
          label={say(CONSENT.patients)}
          hint={say(CONSENT.patientsHint)}
          more={{ autocomplete: 'off', spellcheck: 'false' }}
        />
        <Choices
          name="consent-scopes"
          label={say(CONSENT.scopes)}
          options={PurposeClass.options.map((one) => [one, say(PURPOSES[one])] as const)}
          chosen={chosen('scopes')}
        />
        <Choices
          name="consent-verbatim"
          label={say(CONSENT.lines)}
          options={[['yes', say(CONSENT.verbatim)]]}
          chosen={chosen('verbatim')}
        />
      </Form>
    </Section>
  );
}
