import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { BUDGETS } from '../../texts/budgets.table.ts';
import { RECEIPTS } from '../../texts/receipts.table.ts';
import { writtenText } from '../../texts/say.ts';
import { SITE } from '../../texts/site.table.ts';
import { meterName } from '../names.ts';
import type { Visit } from '../visit.ts';
import { countsText } from './budgets.tsx';
import type { Question } from './question.ts';

export interface TogetherProps {
  readonly visit: Visit;
  readonly together: VerbOutput['together']['together'];
  readonly question: Question;
}

/** Every dataset with each project and person: what they spent on it, and what all three budgets still let them. */
export function TogetherPage({ visit: { view }, together, question }: TogetherProps) {
  const { say } = view;
  const { epsilon, width, percent: confidence, unit } = question;
  return (
    <Page view={view} title={say(SITE.together)} lead={say(BUDGETS.togetherLead)}>
      <TableSection
        title={say(SITE.together)}
        id="together"
        note={say(BUDGETS.basis, { epsilon, width, confidence })}
        empty={say(BUDGETS.none)}
        columns={[
          { title: say(BUDGETS.datasets), is: 'row' },
          { title: say(RECEIPTS.project) },
          { title: say(RECEIPTS.person) },
          { title: say(BUDGETS.spent, { unit }), is: 'number' },
          { title: say(BUDGETS.reserved), is: 'number' },
          { title: say(BUDGETS.left, { unit }), is: 'number' },
          { title: say(BUDGETS.buys) },
        ]}
        rows={together.map((one) => [
          meterName(say, one.dataset),
          <a href={`/projects/${one.project}`}>{one.project}</a>,
          one.person,
          ...[one.spent, one.reserved, one.left].map((amount) => writtenText(say, amount)),
          countsText(view, one, question),
        ])}
      />
      <p>
        <a href="/budgets">{say(BUDGETS.back)}</a>
      </p>
    </Page>
  );
}
