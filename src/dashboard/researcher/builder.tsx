import type { Child } from 'hono/jsx';
import { Field } from '../layout/form.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { Unreachable } from '../layout/unreachable.tsx';
import type { View } from '../layout/view.ts';
import { MEASURES } from '../texts/measures.table.ts';
import { RESEARCH } from '../texts/research.table.ts';
import { type Say, writtenText } from '../texts/say.ts';
import type { BuilderField } from './desk.ts';
import { type Fields, type FormError, KINDS, ROWS } from './question-form.ts';

export interface BuilderProps {
  readonly view: View;
  readonly form: Fields;
  readonly fields: readonly BuilderField[];
  readonly sites: readonly string[];
  readonly errors: Readonly<Record<string, FormError>>;
  /** What else the form asks for. */
  readonly children?: Child;
}

/** The form's name: what asks the question sends the form as it stands then. */
export const BUILDER = 'builder';

/** The page by its path alone: a head has room for a long question's address once, and browsers send no `Referer` that long. */
const FROM = JSON.stringify({ 'HX-Current-URL': '/' });

/**
 * The form in which a question is put together. It works by its button; with script it is priced at every change, while one types too, and
 * always as it stands last: the page itself says what is wrong, where a browser would stop who types, and leave the price of before.
 */
export function Builder(props: BuilderProps) {
  const { view, errors } = props;
  const { say } = view;
  return (
    <form
      id={BUILDER}
      method="get"
      action="/"
      class="form"
      hx-get="/"
      hx-trigger="input delay:300ms"
      hx-sync="replace"
      hx-validate="false"
      hx-select="#work"
      hx-target="#work"
      hx-swap="outerMorph"
      hx-replace-url="true"
      hx-headers={FROM}
    >
      <input type="hidden" name="price" value="yes" />
      <FormErrors view={view} form={props.form} errors={errors} />
      <MeasurePart {...props} />
      <Section title={say(RESEARCH.who)} id="who">
        {Array.from({ length: shownRows(props.form) }, (_, at) => (
          <ConditionRow {...props} row={at + 1} />
        ))}
      </Section>
      <PrecisionPart {...props} />
      {props.children}
      <p class="actions">
        <button type="submit">{say(RESEARCH.price)}</button>
      </p>
    </form>
  );
}

/** Where the price stands. If a changed form can't be priced because nothing answers or it is too long, with script it goes, and the page says so. */
export function PricedPart({ view, children }: Pick<BuilderProps, 'view' | 'children'>) {
  return (
    <div id="priced" aria-live="polite">
      <Unreachable view={view}>{view.say(RESEARCH.unpriced)}</Unreachable>
      <template class="too-long">
        <Notice tone="bad">{view.say(RESEARCH.tooLong)}</Notice>
      </template>
      {children}
    </div>
  );
}

/** What is wrong with the form as a whole, and with parts of an address that have no field in it. */
function FormErrors({ view: { say }, form, errors }: Pick<BuilderProps, 'view' | 'form' | 'errors'>) {
  const atFields = ['by2', isAccuracy(form) ? 'halfWidth' : 'epsilon'];
  const shown = Object.entries(errors).filter(
    ([name, error]) =>
      name === 'form' || error === 'not-a-part' || (error === 'named-twice' && !atFields.includes(name)),
  );
  return (
    <>
      {shown.map(([part, error]) => (
        <Notice tone="bad">{say(RESEARCH[error], { part })}</Notice>
      ))}
    </>
  );
}

/** Whether the form asks for a width, and not for ε: only one of the two has a field. */
function isAccuracy(form: Fields): boolean {
  return form.one('aim') === 'accuracy';
}

/** One empty row more than are filled in. */
function shownRows(form: Fields): number {
  const filled = Array.from({ length: ROWS }, (_, at) => at + 1).filter((row) => (form.one(`f${row}`) ?? '') !== '');
  return Math.min(ROWS, (filled.at(-1) ?? 0) + 1);
}

function MeasurePart({ view, form, fields, errors }: BuilderProps) {
  const { say } = view;
  const error = (name: string) =>
    errors[name] === undefined ? undefined : say(RESEARCH[errors[name]], { part: name });
  const nothing = ['', say(RESEARCH.nothing)] as const;
  const named = (some: readonly BuilderField[]) => [nothing, ...some.map(({ name }) => [name, name] as const)];
  const numbers = fields.filter(({ range }) => range !== undefined);
  const listed = fields.filter(({ values }) => values !== undefined);
  const needsNumber = !(form.one('kind') ?? 'count').startsWith('count');
  const field = (name: string, label: string) => ({ view, name, label, value: form.one(name), error: error(name) });
  const bound = (name: string, label: string) => ({
    ...field(name, label),
    value: typedText(say, form.one(name), errors.low),
  });
  return (
    <Section title={say(RESEARCH.what)} id="what">
      <Field
        {...field('kind', say(RESEARCH.kind))}
        required
        options={KINDS.map((kind) => [kind, say(MEASURES[kind])] as const)}
      />
      {needsNumber ? (
        <>
          <Field {...field('of', say(RESEARCH.of))} hint={say(RESEARCH.ofHint)} required options={named(numbers)} />
          <Field {...bound('low', say(RESEARCH.low))} hint={say(RESEARCH.clampHint)} />
          <Field {...bound('high', say(RESEARCH.high))} />
        </>
      ) : null}
      <Field {...field('by1', say(RESEARCH.by1))} options={named(listed)} />
      <Field {...field('by2', say(RESEARCH.by2))} options={named(listed)} />
    </Section>
  );
}

/** A number in a field as the page's language writes it; what was not read as one, as it was typed. */
function typedText(say: Say, typed: string | undefined, error: FormError | undefined): string | undefined {
  return typed === undefined || error !== undefined ? typed : writtenText(say, typed);
}

function ConditionRow({ view, form, fields, errors, row }: BuilderProps & { readonly row: number }) {
  const { say } = view;
  const chosen = fields.find(({ name }) => name === form.one(`f${row}`));
  const error = errors[`f${row}`];
  const parts = [
    ['rows', say(RESEARCH.rows)],
    ['has-a', say(RESEARCH.hasA)],
    ['has-b', say(RESEARCH.hasB)],
    ['without', say(RESEARCH.without)],
  ] as const;
  const operators = [
    ['is', say(RESEARCH.is)],
    ['not', say(RESEARCH.isNot)],
  ] as const;
  const field = (letter: string, label: string) => ({
    view,
    label,
    name: `${letter}${row}`,
    value: form.one(`${letter}${row}`),
  });
  return (
    <fieldset>
      <legend>{say(RESEARCH.condition, { row })}</legend>
      <Field
        {...field('f', say(RESEARCH.field))}
        error={error === undefined ? undefined : say(RESEARCH[error], { part: `f${row}` })}
        options={[['', say(RESEARCH.nothing)], ...fields.map(({ name }) => [name, name] as const)]}
      />
      {chosen === undefined ? null : (
        <>
          <Field {...field('p', say(RESEARCH.part))} required options={parts} />
          <Field {...field('o', say(RESEARCH.operator))} required options={operators} />
          <ValuesPart view={view} form={form} field={chosen} row={row} error={error} />
        </>
      )}
    </fieldset>
  );
}

interface ValuesProps {
  readonly view: View;
  readonly form: Fields;
  readonly field: BuilderField;
  readonly row: number;
  readonly error: FormError | undefined;
}

function ValuesPart({ view, form, field: { values = [], range }, row, error }: ValuesProps) {
  const { say } = view;
  if (range !== undefined) {
    const { unit, low, high } = range;
    return (
      <>
        <Field
          view={view}
          name={`l${row}`}
          label={say(RESEARCH.from, { unit })}
          hint={`≥ ${writtenText(say, String(low))}`}
          value={typedText(say, form.one(`l${row}`), error)}
        />
        <Field
          view={view}
          name={`h${row}`}
          label={say(RESEARCH.to, { unit })}
          hint={`≤ ${writtenText(say, String(high))}`}
          value={typedText(say, form.one(`h${row}`), error)}
        />
      </>
    );
  }
  const chosen = form.all(`v${row}`);
  return (
    <div class="field">
      <label for={`v${row}`}>{say(RESEARCH.values)}</label>
      <select id={`v${row}`} name={`v${row}`} multiple size={Math.min(8, values.length)}>
        {values.map((value) => (
          <option value={value} selected={chosen.includes(value)}>
            {value}
          </option>
        ))}
      </select>
    </div>
  );
}

function PrecisionPart({ view, form, sites, errors }: BuilderProps) {
  const { say } = view;
  const error = (name: string) =>
    errors[name] === undefined ? undefined : say(RESEARCH[errors[name]], { part: name });
  const problem = (name: string) =>
    errors[name] === undefined ? null : (
      <p class="error" id={`${name}-error`}>
        {error(name)}
      </p>
    );
  const aims = [
    ['epsilon', say(RESEARCH.aimEpsilon)],
    ['accuracy', say(RESEARCH.aimAccuracy)],
  ] as const;
  return (
    <Section title={say(RESEARCH.precision)} id="precision">
      <Field
        {...{ view, name: 'aim', label: say(RESEARCH.aim), value: form.one('aim'), error: error('aim') }}
        required
        options={aims}
      />
      {isAccuracy(form) ? (
        <Field
          view={view}
          name="halfWidth"
          error={error('halfWidth')}
          label={say(RESEARCH.halfWidth)}
          required
          value={form.one('halfWidth') ?? '20'}
        />
      ) : (
        <Field
          view={view}
          name="epsilon"
          error={error('epsilon')}
          label={say(RESEARCH.epsilon)}
          required
          value={writtenText(say, form.one('epsilon') ?? '0.5')}
        />
      )}
      <fieldset>
        <legend>{say(RESEARCH.sites)}</legend>
        <p class="hint">{say(RESEARCH.sitesHint)}</p>
        {problem('sites')}
        <div class="choices">
          {sites.map((site) => (
            <label>
              <input type="checkbox" name="sites" value={site} checked={form.all('sites').includes(site)} /> {site}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{say(RESEARCH.release)}</legend>
        {problem('total')}
        <div class="choices">
          <label>
            <input type="checkbox" name="total" value="yes" checked={form.one('total') === 'yes'} />{' '}
            {say(RESEARCH.total)}
          </label>
        </div>
      </fieldset>
    </Section>
  );
}
