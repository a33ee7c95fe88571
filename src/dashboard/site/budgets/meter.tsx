import { BURN_SIZE, type Burning, EARLY_DAYS, projectedEnd } from '../../charts/burn-down.ts';
import { Chart } from '../../layout/chart.tsx';
import { Page } from '../../layout/page.tsx';
import { Facts, Section } from '../../layout/parts.tsx';
import type { View } from '../../layout/view.ts';
import { BUDGETS } from '../../texts/budgets.table.ts';
import { DECISIONS } from '../../texts/decisions.table.ts';
import { writtenText } from '../../texts/say.ts';
import { DecidingHead, type DecidingProps, DecisionField, DecisionForm, decides } from '../deciding.tsx';
import { dayText, meterName } from '../names.ts';
import { countsText, isOfPerson, type Meter } from './budgets.tsx';
import type { Question } from './question.ts';
import { worstCertainty } from './worth.ts';

const DAY_MS = 86_400_000;

export interface MeterProps extends DecidingProps {
  readonly meter: Meter;
  readonly question: Question;
}

/** One budget: where it stands, how it came there, when it ends, and what it means for one patient at worst. */
export function MeterPage({ visit, told, meter, question }: MeterProps) {
  const { view } = visit;
  const { say } = view;
  const { unit } = question;
  const today = Math.floor(visit.parts.nowMs() / DAY_MS);
  const mayGrant = decides(visit) && (meter.ended !== true || isOfPerson(meter.meter));
  return (
    <Page view={view} title={meterName(say, meter.meter)} lead={countsText(view, meter, question)}>
      {mayGrant ? <DecidingHead visit={visit} told={told} /> : null}
      <Section title={say(BUDGETS.name)} id="amounts">
        <Facts
          facts={[
            [say(BUDGETS.cap, { unit }), writtenText(say, meter.cap)],
            [say(BUDGETS.spent, { unit }), writtenText(say, meter.spent)],
            [say(BUDGETS.reserved), writtenText(say, meter.reserved)],
            [say(BUDGETS.left, { unit }), writtenText(say, meter.left)],
            [say(BUDGETS.ends), endText(view, meter, today)],
          ]}
        />
      </Section>
      <BurnDownSection view={view} meter={meter} today={today} unit={unit} />
      <WorstCase view={view} meter={meter} />
      {mayGrant ? <GrantForm visit={visit} told={told} meter={meter.meter} /> : null}
      <p>
        <a href="/budgets">{say(BUDGETS.back)}</a>
      </p>
    </Page>
  );
}

/** When the budget ends, in words. */
function endText({ say }: View, meter: Meter, today: number): string {
  const end = projectedEnd(burningOf(meter, today));
  if (typeof end === 'string') {
    const over = say(isOfPerson(meter.meter) ? BUDGETS.endedEndPerson : BUDGETS.endedEnd);
    return { far: say(BUDGETS.notSoon), over, 'too-early': say(BUDGETS.tooEarly, EARLY) }[end];
  }
  return end <= today ? say(BUDGETS.empty) : dayText(say, end * DAY_MS);
}

const EARLY = { days: EARLY_DAYS } as const;

/** What was left, for a chart. */
export function burningOf({ days, left, cap, ended }: Meter, today: number): Burning {
  // What is set aside was taken off already; the last word is the meter's own.
  const all = days.map(({ day, left: then, spent }, at) => ({
    day,
    left: Number(at === days.length - 1 ? left : then),
    spent: Number(spent),
  }));
  return { days: all, today, cap: Number(cap), isOver: ended === true };
}

interface BurnProps {
  readonly view: View;
  readonly meter: Meter;
  readonly today: number;
  readonly unit: string;
}

function BurnDownSection({ view, meter, today, unit }: BurnProps) {
  const { say } = view;
  const { left, cap, ended } = meter;
  const day = dayText(say, today * DAY_MS);
  return (
    <Section title={say(BUDGETS.burnDown)} id="burn-down">
      <Chart
        view={view}
        src={`/charts/burn-down.svg?meter=${encodeURIComponent(meter.meter)}`}
        alt={
          ended === true
            ? say(isOfPerson(meter.meter) ? BUDGETS.burnAltEndedPerson : BUDGETS.burnAltEnded, { left, cap, day })
            : say(BUDGETS.burnAlt, { left, cap, day, end: endText(view, meter, today) })
        }
        size={BURN_SIZE}
        table={{
          caption: say(BUDGETS.burnDown),
          columns: [
            { title: say(BUDGETS.day), is: 'row' },
            { title: say(BUDGETS.left, { unit }), is: 'number' },
          ],
          rows: meter.days.map((one) => [dayText(say, one.day * DAY_MS), writtenText(say, one.left)]),
          empty: say(BUDGETS.none),
        }}
      />
    </Section>
  );
}

function WorstCase({ view, meter }: { readonly view: View; readonly meter: Meter }) {
  const { say } = view;
  const [spent, cap] = 'granted' in meter ? [meter.spentEpsilon, meter.granted] : [meter.spent, meter.cap];
  const certainty = (times: number) => ({
    now: worstCertainty(times * Number(spent)),
    cap: worstCertainty(times * Number(cap)),
  });
  return (
    <Section title={say(BUDGETS.worst)} id="worst">
      <p>{say(BUDGETS.worstPresence, certainty(1))}</p>
      <p>{say(BUDGETS.worstAttribute, certainty(2))}</p>
    </Section>
  );
}

/** Proposes more or less budget for one meter; another person has to agree. */
function GrantForm({ visit, told, meter }: DecidingProps & { readonly meter: string }) {
  const { say } = visit.view;
  const form = { visit, told, form: 'grant' } as const;
  return (
    <DecisionForm
      {...form}
      title={say(DECISIONS.grantTitle)}
      note={say(DECISIONS.grantNote)}
      action={`/budgets/${encodeURIComponent(meter)}/grant`}
      submit={say(DECISIONS.propose)}
    >
      <DecisionField
        {...form}
        name="epsilon"
        label={say(DECISIONS.amount)}
        hint={say(DECISIONS.amountHint)}
        more={{ inputmode: 'decimal', maxlength: 15 }}
      />
    </DecisionForm>
  );
}
