import type { VerbOutput } from '../../../node/index.ts';
import { Page } from '../../layout/page.tsx';
import { Facts, Section } from '../../layout/parts.tsx';
import { ANSWERS } from '../../texts/answers.table.ts';
import { RECEIPTS } from '../../texts/receipts.table.ts';
import { REFUSALS } from '../../texts/refusals.table.ts';
import { type Say, writtenText } from '../../texts/say.ts';
import { meterName, momentText } from '../names.ts';
import type { Visit } from '../visit.ts';

type Receipt = VerbOutput['receipt'];
type Known = Parameters<typeof Facts>[0]['facts'];

/** What the log has of one answer or refusal, and the proof that it is in the log; what an answer says is sealed. */
export function ReceiptPage({ visit: { view }, receipt }: { readonly visit: Visit; readonly receipt: Receipt }) {
  const { say } = view;
  const { seq, kind, person, request } = receipt;
  return (
    <Page view={view} title={say(RECEIPTS.one, { seq })} lead={say(RECEIPTS.oneLead)}>
      <Section title={say(RECEIPTS.facts)} id="facts">
        <Facts
          facts={[
            ...(kind === 'commit' ? answerFacts(say, receipt) : refusalFacts(say, receipt)),
            [say(RECEIPTS.person), person],
            ...(request === null ? [] : requestFacts(say, request)),
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
        <a href={kind === 'commit' ? '/receipts' : '/receipts?kind=refused'}>{say(RECEIPTS.back)}</a>
      </p>
    </Page>
  );
}

const hash = (text: string) => <span class="hash">{text}</span>;

function requestFacts(say: Say, { id, textHash }: NonNullable<Receipt['request']>): Known {
  return [
    [say(RECEIPTS.request), hash(id)],
    [say(RECEIPTS.textHash), hash(textHash)],
  ];
}

function answerFacts(say: Say, receipt: Extract<Receipt, { readonly kind: 'commit' }>): Known {
  const { state, admittedMs, project, meters, epsilon, snapshot } = receipt;
  return [
    [say(RECEIPTS.state), say(ANSWERS[state])],
    [say(RECEIPTS.admitted), momentText(say, admittedMs)],
    [say(RECEIPTS.project), projectLink(project)],
    [say(RECEIPTS.epsilon), writtenText(say, epsilon)],
    [say(RECEIPTS.meters), meters.map((meter) => meterName(say, meter)).join('; ')],
    [say(RECEIPTS.snapshot), hash(snapshot)],
  ];
}

function refusalFacts(say: Say, receipt: Extract<Receipt, { readonly kind: 'refuse' }>): Known {
  const { hourMs, project, code } = receipt;
  return [
    [say(RECEIPTS.state), say(RECEIPTS.refused)],
    [say(RECEIPTS.hour), momentText(say, hourMs)],
    [say(RECEIPTS.project), project === null ? '' : projectLink(project)],
    [say(RECEIPTS.code), <code>{code}</code>],
    [say(RECEIPTS.why), say(REFUSALS[code])],
  ];
}

const projectLink = (project: string) => <a href={`/projects/${project}`}>{project}</a>;
