import { isSpent, isUntilMended } from '../../contract/index.ts';
import { Form } from '../layout/form.tsx';
import { momentText } from '../layout/moment.ts';
import { Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Asked } from './desk.ts';

interface Parts {
  readonly view: View;
  readonly asked: Asked;
}

/** The forms that send a signed request again, where the pages have it and more may come of it, and that let go of any for a total. */
export function AgainPart({ view, asked }: Parts) {
  const { say } = view;
  const { until, reply, failed } = asked;
  if (asked.isLetGo === true) {
    return (
      <Section title={say(RESEARCH.letGo)} id="let-go">
        <p>{say(RESEARCH.isLetGo)}</p>
      </Section>
    );
  }
  return until === undefined || (reply === undefined && failed === undefined) ? null : (
    <>
      {mayGiveMore(asked) ? (
        <Section title={say(RESEARCH.again)} id="again">
          <p>{say(RESEARCH.againLead, { until: momentText(say, until) })}</p>
          <Form view={view} action={`/answers/${asked.id}/again`} submit={say(RESEARCH.again)} />
        </Section>
      ) : null}
      {asked.wanted.total ? <LetGoPart view={view} asked={asked} until={until} /> : null}
    </>
  );
}

function LetGoPart({ view, asked: { id, reply }, until }: Parts & { readonly until: number }) {
  const { say } = view;
  return (
    <Section title={say(RESEARCH.letGo)} id="let-go">
      {reply !== undefined && isSpent(reply) ? <p>{say(RESEARCH.spentWhy)}</p> : null}
      <p>{say(RESEARCH.letGoLead, { until: momentText(say, until) })}</p>
      <Form view={view} action={`/answers/${id}/let-go`} submit={say(RESEARCH.letGo)} danger />
    </Section>
  );
}

/**
 * Nothing came back, or not of every site; that no total can come any more is the coordinator's word alone. A total takes every site, and
 * none comes of a request whose key was revoked or whose project is over at one, however often it is sent.
 */
function mayGiveMore({ reply, failed, wanted }: Asked): boolean {
  if (reply === undefined) {
    return failed !== undefined;
  }
  return wanted.total && reply.combined === null
    ? !reply.sites.some(({ state, reason }) => state === 'refused' && isUntilMended(reason))
    : reply.sites.some(({ state, reason }) => state === 'unavailable' || reason === 'busy');
}
