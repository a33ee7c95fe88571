import type { Child } from 'hono/jsx';
import { COMMON } from '../texts/common.table.ts';
import type { Say } from '../texts/say.ts';
import { directionOf } from './direction.ts';

/** A part of a page with a title of its own. */
export function Section({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id?: string;
  readonly children?: Child;
}) {
  return (
    <section class="card" {...(id === undefined ? {} : { id, 'aria-labelledby': `${id}-title` })}>
      <h2 {...(id === undefined ? {} : { id: `${id}-title` })}>{title}</h2>
      {children}
    </section>
  );
}

/** Names and what they stand for. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: Child])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd dir={directionOf(value)}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a state means; it is always said in words, never by colour alone. */
export type Tone = 'good' | 'wait' | 'bad' | 'calm';

const MARKS: Readonly<Record<Tone, string>> = { good: '✓', wait: '…', bad: '!', calm: '–' };

/** A state in a word, with a mark beside the colour. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children?: Child }) {
  return (
    <span class={`badge ${tone}`}>
      <span aria-hidden="true">{MARKS[tone]}</span> {children}
    </span>
  );
}

/** Something to know before going on; `bad` is read out at once, and so is what became of something, where one goes on. */
export function Notice({
  tone,
  title,
  focus = false,
  children,
}: {
  readonly tone: Tone;
  /** Where one goes on who hears the page or uses keys. */
  readonly focus?: boolean;
  readonly title?: string;
  readonly children?: Child;
}) {
  return (
    <div
      class={`notice ${tone}`}
      role={tone === 'bad' ? 'alert' : focus ? 'status' : 'note'}
      {...(focus ? { tabindex: -1, autofocus: true } : {})}
    >
      {title === undefined ? null : <strong>{title}</strong>}
      <div>{children}</div>
    </div>
  );
}

/** A released number with the half-width of its interval. */
export function Measured({ say, value, width }: { readonly say: Say; readonly value: string; readonly width: string }) {
  return (
    <span class="measured">
      <span aria-hidden="true">{say(COMMON.plusMinus, { value, width })}</span>
      <span class="unseen">{say(COMMON.spoken, { value, width })}</span>
    </span>
  );
}
