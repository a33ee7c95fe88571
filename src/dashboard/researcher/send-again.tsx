import { isSpent } from '../../contract/index.ts';
import { Form } from '../layout/form.tsx';
import { momentText } from '../layout/moment.ts';
import { Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Asked } from './desk.ts';

/** The form that sends a signed request again, where the pages have it and more may come of it. */
export function AgainPart({ view, asked }: { readonly view: View; readonly asked: Asked }) {
  const { say } = view;
  return asked.until === undefined || !mayGiveMore(asked) ? null : (
    <Section title={say(RESEARCH.again)} id="again">
      <p>{say(RESEARCH.againLead, { until: momentText(say, asked.until) })}</p>
      <Form view={view} action={`/answers/${asked.id}/again`} submit={say(RESEARCH.again)} />
    </Section>
  );
}

/** Nothing came back, or not of every site; a total that was turned down stays so. */
function mayGiveMore({ reply, failed, wanted }: Asked): boolean {
  if (reply === undefined) {
    return failed !== undefined;
  }
  return (
    !(wanted.total && isSpent(reply)) &&
    reply.sites.some(({ state, reason }) => state === 'unavailable' || reason === 'busy')
  );
}
