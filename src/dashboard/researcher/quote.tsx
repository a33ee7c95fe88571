import type { Child } from 'hono/jsx';
import {
  type FederatedQuote,
  type Hopeless,
  isOutOfBudget,
  objectsToQuestion,
  objectsUntilMended,
} from '../../contract/index.ts';
import { costText, quoteNotes, type ShownQuote, shownQuote } from '../../shown/index.ts';
import { Notice, Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Say } from '../texts/say.ts';
import { BUILDER } from './builder.tsx';
import { SiteTable } from './site-table.tsx';
import { StateBadge } from './states.tsx';
import type { Together } from './together.ts';
import { voiceOf } from './voice.ts';

export interface QuotePartProps {
  readonly view: View;
  /** What the form holds, as a query. */
  readonly form: string;
  readonly quote: FederatedQuote;
  readonly isTotal: boolean;
  /** Why no answer would come: it is then not offered to ask. */
  readonly hopeless: Hopeless | undefined;
  readonly together: Together | undefined;
  readonly command: string;
}

/** What a question would cost and how precise it would be, and what can be done with it. */
export function QuotePart({ view, form, quote, isTotal, hopeless, together, command }: QuotePartProps) {
  const { say } = view;
  return (
    <Section title={say(RESEARCH.quoteTitle)} id="quote">
      <p>{say(RESEARCH.quoteLead)}</p>
      <QuoteTable view={view} quote={quote} />
      {quoteNotes(quote).map((note) => (
        <p>{voiceOf(say).say(note)}</p>
      ))}
      {together === undefined ? null : <p>{say(RESEARCH.together, together)}</p>}
      {hopeless === undefined ? (
        <AskPart view={view} form={form} isTotal={isTotal} />
      ) : (
        <Notice tone="bad">{hopelessText(say, hopeless, quote)}</Notice>
      )}
      <p class="actions">
        <button type="submit" class="plain" form={BUILDER} formmethod="get" formaction="/save">
          {say(RESEARCH.saveThis)}
        </button>
      </p>
      <CommandPart view={view} command={command} />
    </Section>
  );
}

type AskProps = Pick<QuotePartProps, 'view' | 'form' | 'isTotal'>;

/** Sends the builder's form as it stands, to the address of what was priced: only where both are the same question is it signed. */
function AskPart({ view, form, isTotal }: AskProps) {
  const { say, csrf = '' } = view;
  const sends = { form: BUILDER, formmethod: 'post', formaction: `/ask?${form}`, name: 'csrf', value: csrf } as const;
  return (
    <>
      <Notice tone="calm">{say(isTotal ? RESEARCH.askTotalHint : RESEARCH.askHint)}</Notice>
      <p class="actions">
        <button type="submit" {...sends}>
          {say(RESEARCH.ask)}
        </button>
      </p>
    </>
  );
}

function hopelessText(say: Say, hopeless: Hopeless, { sites: quoted }: FederatedQuote): string {
  const sites = hopeless.silent.join(', ');
  if (quoted.some(objectsToQuestion)) {
    return say(RESEARCH.toMend, { sites });
  }
  const missing = quoted.filter(({ site }) => hopeless.silent.includes(site));
  if (hopeless.why === 'few' && missing.length > 0 && missing.every(isOutOfBudget)) {
    return say(RESEARCH.tooDear, { sites });
  }
  if (missing.length > 0 && missing.every(objectsUntilMended)) {
    return say(hopeless.why === 'total' ? RESEARCH.noTotalUntil : RESEARCH.tooFewUntil, { sites });
  }
  return hopeless.why === 'total'
    ? say(RESEARCH.noTotal, { sites })
    : say(RESEARCH.tooFew, { sites, count: hopeless.willing, least: hopeless.least });
}

interface CommandProps {
  readonly view: View;
  readonly command: string;
  /** It is what the page is for. */
  readonly open?: boolean;
}

/** A command to copy. */
export function CommandPart({ view: { say }, command, open = false }: CommandProps) {
  return (
    <details open={open}>
      <summary>{say(RESEARCH.command)}</summary>
      <p class="hint">{say(RESEARCH.commandHint)}</p>
      <pre id="command" tabindex={0}>
        <code>{command}</code>
      </pre>
    </details>
  );
}

function QuoteTable({ view, quote }: { readonly view: View; readonly quote: FederatedQuote }) {
  const { say } = view;
  return (
    <SiteTable
      view={view}
      name={say(RESEARCH.quoteTitle)}
      more={[
        { title: say(RESEARCH.expected), is: 'number' },
        { title: say(RESEARCH.left), is: 'number' },
        { title: say(RESEARCH.answersAfter), is: 'number' },
        { title: say(RESEARCH.note) },
      ]}
      rows={quote.sites.map((one) => quoteRow(say, shownQuote(one)))}
    />
  );
}

function quoteRow(say: Say, { site, state, note, price }: ShownQuote): readonly Child[] {
  const voice = voiceOf(say);
  return [
    site,
    <StateBadge say={say} state={state} />,
    costText(voice, price?.cost),
    price === undefined ? '–' : `± ${voice.amount(price.width)}`,
    price === undefined ? '–' : say(RESEARCH.such, { count: price.such }),
    price === undefined ? '–' : say(RESEARCH.seconds, { count: price.seconds }),
    note === undefined ? '' : voice.say(note),
  ];
}
