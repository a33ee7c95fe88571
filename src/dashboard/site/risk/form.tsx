import { Choices, Form } from '../../layout/form.tsx';
import { Section } from '../../layout/parts.tsx';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { type DecidingProps, DecisionField, errorOf } from '../deciding.tsx';
import { COMBINED } from './input.ts';
import type { Standing } from './parts.tsx';

interface ChoiceFormProps extends DecidingProps {
  readonly standing: Standing;
}

/** What is to be assessed: as written just now, else as in the last assessment, else what the policy calls a risk. */
export function ChoiceForm({ visit, told, standing: { fields, kept } }: ChoiceFormProps) {
  const { view } = visit;
  const { say } = view;
  const { combined = 3, population, fields: former } = kept?.input ?? {};
  const usual = fields.filter((field) => field.usual).map(({ keyword }) => keyword);
  const chosen = told?.written.all('risk-fields') ?? former ?? usual;
  const others = fields.filter((field) => !field.usual);
  return (
    <Section title={say(kept === null ? ASSESSMENT.choose : ASSESSMENT.chooseAgain)} id="risk">
      <Form view={view} action="/risk/begin" submit={say(ASSESSMENT.begin)}>
        <p class="note">{say(ASSESSMENT.chooseNote)}</p>
        <Choices
          name="risk-fields"
          label={say(ASSESSMENT.telling)}
          options={usual.map((name) => [name, name] as const)}
          chosen={chosen}
          error={errorOf(told, 'risk', 'fields')}
        />
        <details open={others.some(({ keyword }) => chosen.includes(keyword))}>
          <summary>{say(ASSESSMENT.more)}</summary>
          <Choices
            name="risk-fields"
            label={say(ASSESSMENT.others)}
            options={others.map(({ keyword }) => [keyword, keyword] as const)}
            chosen={chosen}
          />
        </details>
        <DecisionField
          {...{ visit, told, form: 'risk', name: 'combined', value: String(combined) }}
          label={say(ASSESSMENT.combined)}
          hint={say(ASSESSMENT.combinedHint)}
          options={COMBINED.map((one) => [one, one] as const)}
        />
        <DecisionField
          {...{ visit, told, form: 'risk', name: 'population', required: false }}
          value={population === undefined ? '' : String(population)}
          label={say(ASSESSMENT.populationField)}
          hint={say(ASSESSMENT.populationHint)}
          more={{ inputmode: 'numeric', maxlength: 15 }}
        />
      </Form>
    </Section>
  );
}
