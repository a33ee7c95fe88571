import { Field } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Facts, Section } from '../../layout/parts.tsx';
import type { View } from '../../layout/view.ts';
import { BUDGETS } from '../../texts/budgets.table.ts';
import { writtenText } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import type { Visit } from '../visit.ts';
import type { Question } from './question.ts';
import { countWidth } from './worth.ts';

const LIVE = {
  'hx-get': '/what-if',
  'hx-trigger': 'input delay:300ms, submit',
  'hx-target': '#worth',
  'hx-select': '#worth',
  'hx-swap': 'outerHTML',
} as const;

/** Asks for ε and shows the page again: a look, which changes nothing. Where `sites` are asked for too, the numbers follow while one types, with script. */
export function EpsilonForm({
  view,
  action,
  question,
  sites,
}: {
  readonly view: View;
  readonly action: string;
  readonly question: Question;
  readonly sites?: number;
}) {
  const { say } = view;
  const live = sites !== undefined;
  return (
    <form class="form inline" method="get" action={action} {...(live ? LIVE : {})}>
      <Field
        view={view}
        name="epsilon"
        label={say(BUDGETS.epsilon)}
        hint={say(BUDGETS.epsilonHint, question.bounds)}
        error={question.isWrong ? say(BUDGETS.wrongEpsilon) : undefined}
        value={writtenText(say, question.epsilon)}
        more={{ inputmode: 'decimal', maxlength: 12 }}
        required
      />
      {sites === undefined ? null : (
        <Field
          view={view}
          name="sites"
          label={say(BUDGETS.sites)}
          type="number"
          value={String(sites)}
          more={{ min: 1, max: 500 }}
          required
        />
      )}
      <button type="submit">{say(BUDGETS.show)}</button>
    </form>
  );
}

export interface WhatIfProps {
  readonly visit: Visit;
  readonly question: Question;
  readonly sites: number;
}

/** ε against ±: worked out from the policy alone. */
export function WhatIfPage({ visit, question, sites }: WhatIfProps) {
  const { view } = visit;
  const { say } = view;
  const { percent: confidence, width } = question;
  const sum = countWidth({ ...question, sites }).toString();
  return (
    <Page view={view} title={say(SITE.whatIf)} lead={say(BUDGETS.whatIfLead)}>
      <Section title={say(BUDGETS.epsilon)} id="ask">
        <EpsilonForm view={view} action="/what-if" question={question} sites={sites} />
        <div id="worth" aria-live="polite">
          <Facts
            facts={[
              [say(BUDGETS.oneSite), say(BUDGETS.within, { width, confidence })],
              [say(BUDGETS.allSites, { n: sites }), say(BUDGETS.within, { width: sum, confidence })],
            ]}
          />
        </div>
      </Section>
    </Page>
  );
}
