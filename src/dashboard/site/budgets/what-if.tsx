import { Field } from '../../layout/form.tsx';
import { Page } from '../../layout/page.tsx';
import { Facts, Section } from '../../layout/parts.tsx';
import { Unreachable } from '../../layout/unreachable.tsx';
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
  'hx-sync': 'replace',
  // What is wrong the page says itself: a browser would stop who types, and leave the numbers of what stood there before.
  'hx-validate': 'false',
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
  readonly sites?: SitesAsked;
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
        error={question.wrong === undefined ? undefined : say(BUDGETS.wrongEpsilon)}
        value={question.wrong ?? writtenText(say, question.epsilon)}
        more={{ inputmode: 'decimal', maxlength: 12 }}
        required
      />
      {sites === undefined ? null : (
        <Field
          view={view}
          name="sites"
          label={say(BUDGETS.sites)}
          type="number"
          value={sites.typed}
          error={sites.count === undefined ? say(BUDGETS.wrongSites, SITES) : undefined}
          more={SITES}
          required
        />
      )}
      <button type="submit">{say(BUDGETS.show)}</button>
    </form>
  );
}

/** How many sites there may be in a question. */
const SITES = { min: 1, max: 500 } as const;

/** Over how many sites the visitor adds up: none where it is no number of them. */
interface SitesAsked {
  readonly typed: string;
  readonly count: number | undefined;
}

/** Reads how many sites a visitor asks about; three where they name none. */
export function sitesAsked(typed = '3'): SitesAsked {
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  return { typed, count: count >= SITES.min && count <= SITES.max ? count : undefined };
}

export interface WhatIfProps {
  readonly visit: Visit;
  readonly question: Question;
  readonly sites: SitesAsked;
}

/** ε against ±: worked out from the policy alone. */
export function WhatIfPage({ visit, question, sites }: WhatIfProps) {
  const { view } = visit;
  const { say } = view;
  return (
    <Page view={view} title={say(SITE.whatIf)} lead={say(BUDGETS.whatIfLead)}>
      <Section title={say(BUDGETS.epsilon)} id="ask">
        <EpsilonForm view={view} action="/what-if" question={question} sites={sites} />
        <div id="worth" aria-live="polite">
          <Unreachable view={view}>{say(BUDGETS.notWorkedOut)}</Unreachable>
          <Worth view={view} question={question} sites={sites.count} />
        </div>
      </Section>
    </Page>
  );
}

/** The widths, or, also while one types, that there are none of what stands in the form. */
function Worth({
  view: { say },
  question,
  sites: n,
}: Pick<WhatIfProps, 'question'> & { view: View; sites: SitesAsked['count'] }) {
  if (question.wrong !== undefined || n === undefined) {
    return (
      <p class="error">
        {say(BUDGETS.notWorkedOut)}{' '}
        {question.wrong === undefined ? say(BUDGETS.wrongSites, SITES) : say(BUDGETS.wrongEpsilon)}
      </p>
    );
  }
  const { percent: confidence, width } = question;
  const sum = countWidth({ ...question, sites: n }).toString();
  return (
    <Facts
      facts={[
        [say(BUDGETS.oneSite), say(BUDGETS.within, { width, confidence })],
        [say(BUDGETS.allSites, { n }), say(BUDGETS.within, { width: sum, confidence })],
      ]}
    />
  );
}
