import type { VerbOutput } from '../../node/index.ts';
import { Page } from '../layout/page.tsx';
import { Facts, Section } from '../layout/parts.tsx';
import { ANSWERS } from '../texts/answers.table.ts';
import { RECEIPTS } from '../texts/receipts.table.ts';
import { meterName, momentText } from './names.ts';
import type { Visit } from './visit.ts';

/** What the log has of one answer, and the proof that it is in the log; what it says is sealed. */
export function ReceiptPage({
  visit: { view },
  receipt,
}: {
  readonly visit: Visit;
  readonly receipt: VerbOutput['receipt'];
}) {
  const { say } = view;
  const { seq, kind, state, admittedMs, project, person, meters, epsilon, snapshot } = receipt;
  const hash = (text: string) => <span class="hash">{text}</span>;
  return (
    <Page view={view} title={say(RECEIPTS.one, { seq })} lead={say(RECEIPTS.oneLead)}>
      <Section title={say(RECEIPTS.facts)} id="facts">
        <Facts
          facts={[
            [say(RECEIPTS.state), say(ANSWERS[state])],
            [say(RECEIPTS.admitted), momentText(admittedMs)],
            [say(RECEIPTS.project), <a href={`/projects/${project}`}>{project}</a>],
            [say(RECEIPTS.person), person],
            [say(RECEIPTS.epsilon), epsilon],
            [say(RECEIPTS.meters), meters.map((meter) => meterName(say, meter)).join('; ')],
            [say(RECEIPTS.snapshot), hash(snapshot)],
            [say(RECEIPTS.kind), <code>{kind}</code>],
            [say(RECEIPTS.recordHash), hash(receipt.recordHash)],
            [say(RECEIPTS.digest), hash(receipt.digest)],
            [say(RECEIPTS.logKey), hash(receipt.logKey)],
          ]}
        />
      </Section>
      <Section title={say(RECEIPTS.proof)} id="proof">
        <p class="note">{say(RECEIPTS.proofNote)}</p>
        <p class="hash verbatim">{receipt.proof}</p>
      </Section>
      <p>
        <a href="/receipts">{say(RECEIPTS.back)}</a>
      </p>
    </Page>
  );
}
