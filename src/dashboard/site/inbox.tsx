import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Notice, Section } from '../layout/parts.tsx';
import { Table } from '../layout/table.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import { KINDS } from '../texts/kinds.table.ts';
import type { Say } from '../texts/say.ts';
import { SITE } from '../texts/site.table.ts';
import { momentText } from './names.ts';
import type { Visit } from './visit.ts';

export type Pending = VerbOutput['inbox']['pending'][number];

export interface InboxProps {
  readonly visit: Visit;
  readonly pending: readonly Pending[];
  /** What became of the visitor's own decision a moment ago. */
  readonly outcome?: string | undefined;
}

/** Decisions that wait for signatures. */
export function InboxPage({ visit, pending, outcome }: InboxProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.inbox)} lead={say(DECISIONS.inboxLead)}>
      {outcome === undefined ? null : <Notice tone="good">{outcome}</Notice>}
      <Section title={say(SITE.waiting)} id="waiting">
        <Table
          caption={say(SITE.waiting)}
          hiddenCaption
          empty={say(DECISIONS.nothingWaits)}
          columns={[
            { title: say(DECISIONS.decision), is: 'row' },
            { title: say(DECISIONS.reason) },
            { title: say(DECISIONS.since) },
            { title: say(DECISIONS.signedBy) },
            { title: say(DECISIONS.mayStill) },
            { title: say(DECISIONS.open) },
          ]}
          rows={pending.map((one) => [
            kindText(say, one.action),
            one.action.reason,
            momentText(one.sinceMs),
            namesText(say, one.signedBy),
            namesText(say, one.mayStill),
            <a
              class="button plain"
              href={`/inbox/${one.action.id}`}
              aria-label={`${say(DECISIONS.open)}: ${kindText(say, one.action)}, ${one.action.reason}`}
            >
              {say(DECISIONS.open)}
            </a>,
          ])}
        />
      </Section>
    </Page>
  );
}

/** A kind of decision in words. */
export function kindText(say: Say, { kind }: Pick<Pending['action'], 'kind'>): string {
  const text = Object.entries(KINDS).find(([name]) => name === kind)?.[1];
  return text === undefined ? kind : say(text);
}

/** Names, or a word for none. */
export function namesText(say: Say, names: readonly string[]): string {
  return names.length === 0 ? say(DECISIONS.nobody) : names.join(', ');
}
