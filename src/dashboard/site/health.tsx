import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Badge, Facts, Section } from '../layout/parts.tsx';
import { writtenText } from '../texts/say.ts';
import { CALENDARS, SITE } from '../texts/site.table.ts';
import { momentText, wordFor } from './names.ts';
import { isAnswering, WitnessBadge } from './standing.tsx';
import type { Visit } from './visit.ts';

type Status = VerbOutput['status'];

/** Whether the site answers, by which clock, on which data, and who watches. */
export function HealthPage({ visit, status }: { readonly visit: Visit; readonly status: Status }) {
  const { view } = visit;
  const { say } = view;
  const { published, witness } = status;
  const state = isAnswering(status);
  return (
    <Page view={view} title={say(SITE.health)} lead={say(SITE.healthLead)}>
      <Section title={say(SITE.state)} id="state">
        <Facts
          facts={[
            [
              say(SITE.state),
              <Badge tone={state ? 'good' : 'bad'}>{say(state ? SITE.answering : SITE.notAnswering)}</Badge>,
            ],
            [say(SITE.clock), momentText(say, status.nowMs)],
            [say(SITE.records), status.records],
            [
              say(SITE.snapshot),
              published === null ? say(SITE.noSnapshot) : `${writtenText(say, published.slot)} (${published.policy})`,
            ],
            [say(SITE.calendar), wordFor(say, CALENDARS, status.calendar)],
            [say(SITE.policy), status.policy],
          ]}
        />
      </Section>
      <Section title={say(SITE.witnesses)} id="witnesses">
        <p>
          <WitnessBadge view={view} state={witness.state} />{' '}
          {witness.state === 'none' ? say(SITE.witnessNoneWhy) : <span lang="en">{witness.sentence}</span>}
        </p>
      </Section>
      <Section title={say(SITE.logKey)} id="log-key">
        <p class="hash">{status.logKey}</p>
        <p class="note">{say(SITE.logKeyHint)}</p>
      </Section>
    </Page>
  );
}
