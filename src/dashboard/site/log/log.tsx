import type { VerbOutput } from '../../../node/index.ts';
import { Field } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Pager, rowsOf } from '../../layout/pager.tsx';
import { Section } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { ACTORS } from '../../texts/actors.table.ts';
import { KINDS } from '../../texts/kinds.table.ts';
import { LOG } from '../../texts/log.table.ts';
import type { Say } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { kindText, momentText, namesText, strangeText, wordFor } from '../names.ts';
import type { Visit } from '../visit.ts';
import { isBackward, isOfNoKind, type LogQuery, logAddress, wrongDays } from './filter.ts';
import { type LogEntry, whatText } from './words.ts';

export interface LogProps {
  readonly visit: Visit;
  /** The oldest first; or that nothing on record has the project or person that is asked for. */
  readonly found: VerbOutput['log'];
  readonly query: LogQuery;
  /** From 1. */
  readonly page: number;
}

/** The decision log: who, what, when, why, under which policy; so many lines a page, and all of them as a file. */
export function LogPage({ visit, found: { entries, ...found }, query, page }: LogProps) {
  const { view } = visit;
  const { say } = view;
  const shown = rowsOf([...entries].reverse(), page);
  return (
    <Page view={view} title={say(SITE.log)} lead={say(LOG.lead)}>
      <FilterForm visit={visit} query={query} />
      <TableSection
        title={say(LOG.found, { n: entries.length })}
        id="decisions"
        empty={strangeText(say, found) ?? say(LOG.none)}
        columns={[
          { title: say(LOG.record), is: 'row' },
          { title: say(LOG.at) },
          { title: say(LOG.what) },
          { title: say(LOG.who) },
          { title: say(LOG.why) },
          { title: say(LOG.kind) },
          { title: say(LOG.policy) },
        ]}
        rows={shown.map((entry) => {
          const { seq, atMs, kind, who, policy } = entry;
          return [
            ...[seq, <span class="moment">{momentText(say, atMs)}</span>, whatText(say, entry)],
            ...[actorsText(say, who), whyOf(entry), kindText(say, { kind }), policyIn(policy)],
          ];
        })}
      />
      <Pager
        page={page}
        rows={entries.length}
        to={(other) => logAddress('/log', query, other)}
        newer={say(LOG.newer)}
        older={say(LOG.older)}
      >
        <a class="button plain" href={logAddress('/log.csv', query)}>
          {say(SITE.exportCsv)}
        </a>
        <a class="button plain" href={logAddress('/log.json', query)}>
          {say(SITE.exportJson)}
        </a>
      </Pager>
    </Page>
  );
}

/** Who decided: people, or a part of the program. */
function actorsText(say: Say, who: readonly string[]): string {
  return namesText(
    say,
    who.map((one) => wordFor(say, ACTORS, one)),
  );
}

/** Under which policy: in a narrow column its version stands below its name. */
function policyIn(policy: string | null) {
  const [id, version] = policy?.split('@') ?? [];
  return version === undefined ? (
    (policy ?? '')
  ) : (
    <>
      {`${id}@`}
      <wbr />
      {version}
    </>
  );
}

/** Why: what people wrote, in whatever language; what the program wrote is in English. */
function whyOf({ who, why }: LogEntry) {
  return who.every((one) => one in ACTORS) && why !== null ? <span lang="en">{why}</span> : (why ?? '');
}

const DAYS = { since: LOG.since, until: LOG.until } as const;

/** Asks for decisions: a look, which changes nothing. */
function FilterForm({ visit: { view }, query }: Pick<LogProps, 'visit' | 'query'>) {
  const { say } = view;
  const wrong = wrongDays(query);
  const errorOf = (name: 'since' | 'until'): string | undefined =>
    wrong.includes(name) ? say(LOG.wrongDay) : name === 'until' && isBackward(query) ? say(LOG.backward) : undefined;
  const kinds = Object.entries(KINDS).map(([kind, text]) => [kind, say(text)] as const);
  return (
    <Section title={say(LOG.filter)} id="filter">
      <form class="form inline" method="get" action="/log">
        <Field view={view} name="project" label={say(LOG.project)} value={query.project} more={{ maxlength: 63 }} />
        <Field view={view} name="person" label={say(LOG.person)} value={query.person} more={{ maxlength: 63 }} />
        <Field
          view={view}
          name="kind"
          label={say(LOG.kind)}
          value={query.kind}
          options={[['', say(LOG.anyKind)], ...kinds]}
          error={isOfNoKind(query) ? say(LOG.wrongKind) : undefined}
        />
        {(['since', 'until'] as const).map((name) => (
          <Field
            view={view}
            name={name}
            type="date"
            label={say(DAYS[name])}
            value={query[name]}
            error={errorOf(name)}
          />
        ))}
        <button type="submit">{say(LOG.show)}</button>
      </form>
    </Section>
  );
}
