import type { Child } from 'hono/jsx';
import { COMMON } from '../texts/common.table.ts';
import { Notice } from './parts.tsx';
import type { View } from './view.ts';

/** What is wrong with each field, by its name. */
export type FieldErrors = Readonly<Record<string, string>>;

export interface FormProps {
  readonly view: View;
  readonly action: string;
  readonly submit: string;
  /** The button ends or stops something. */
  readonly danger?: boolean;
  readonly errors?: FieldErrors | undefined;
  readonly children?: Child;
}

/**
 * A form that changes something: it carries the visitor's token, says at its head that something is to be mended, and, with script, beside its
 * button that nothing answers where it would go.
 */
export function Form({ view, action, submit, danger, errors, children }: FormProps) {
  return (
    <form method="post" action={action} class="form">
      <input type="hidden" name="csrf" value={view.csrf ?? ''} />
      {Object.keys(errors ?? {}).length === 0 ? null : <Notice tone="bad">{view.say(COMMON.mendForm)}</Notice>}
      {children}
      <div class="unsent">
        <template class="unsent">
          <Notice tone="bad">{view.say(COMMON.unsent)}</Notice>
        </template>
      </div>
      <p class="actions">
        <button type="submit" class={danger ? 'danger' : undefined}>
          {submit}
        </button>
      </p>
    </form>
  );
}

export interface FieldProps {
  readonly view: View;
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'number' | 'date' | 'email' | 'search';
  readonly value?: string | undefined;
  readonly required?: boolean;
  readonly autocomplete?: string;
  /** More attributes of the input, such as `min` and `step`. */
  readonly more?: Readonly<Record<string, string | number | boolean>>;
  /** Several lines. */
  readonly lines?: number;
  /** A choice: values and what they are called. */
  readonly options?: readonly (readonly [value: string, label: string])[];
}

/** A labelled field; hint and error belong to it for who hears the page, too. */
export function Field(props: FieldProps) {
  const { view, name, label, hint, error, required } = props;
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={name}>
        {label}
        {required ? null : <span class="optional"> ({view.say(COMMON.optional)})</span>}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      <Control {...props} />
      {error === undefined ? null : (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function Control({
  name,
  hint,
  error,
  type = 'text',
  value,
  required,
  autocomplete,
  more,
  lines,
  options,
}: FieldProps) {
  const described = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(error === undefined ? [] : [`${name}-error`]),
  ];
  const shared = {
    id: name,
    name,
    ...(type === 'text' ? { dir: 'auto' } : {}),
    ...(required ? { required: true } : {}),
    ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
    ...(error === undefined ? {} : { 'aria-invalid': 'true' }),
    ...more,
  };
  if (options !== undefined) {
    return (
      <select {...shared}>
        {options.map(([one, text]) => (
          <option value={one} selected={one === value}>
            {text}
          </option>
        ))}
      </select>
    );
  }
  return lines === undefined ? (
    <input type={type} value={value} autocomplete={autocomplete ?? 'off'} {...shared} />
  ) : (
    <textarea rows={lines} {...shared}>
      {value}
    </textarea>
  );
}

/** A field that is to be mended is where one goes on. */
export function mended(error: string | undefined): Pick<FieldProps, 'error' | 'more'> {
  return error === undefined ? {} : { error, more: { autofocus: true } };
}

/** A new secret, typed twice. */
export function SecretFields({
  view,
  name,
  label,
  hint,
  again,
  errors = {},
}: Pick<FieldProps, 'view' | 'name' | 'label' | 'hint'> & { readonly again: string; readonly errors?: FieldErrors }) {
  const secret = { view, type: 'password', autocomplete: 'new-password', required: true } as const;
  return (
    <>
      <Field {...secret} {...mended(errors[name])} name={name} label={label} hint={hint} />
      <Field {...secret} {...mended(errors.again)} name="again" label={again} />
    </>
  );
}

/** Values of which any number may be chosen. */
export function Choices({
  name,
  label,
  options,
  chosen,
  error,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly chosen: readonly string[];
  readonly error?: string | undefined;
}) {
  return (
    <fieldset>
      <legend>{label}</legend>
      <div class="choices">
        {options.map(([value, text]) => (
          <label>
            <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} /> {text}
          </label>
        ))}
      </div>
      {error === undefined ? null : <p class="error">{error}</p>}
    </fieldset>
  );
}
