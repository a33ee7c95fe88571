import { Form } from '../../layout/form.tsx';
import { Section } from '../../layout/parts.tsx';
import { Unreachable } from '../../layout/unreachable.tsx';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import type { Visit } from '../visit.ts';
import type { Standing } from './parts.tsx';

const POLLS = {
  'hx-get': '/risk',
  'hx-trigger': 'every 1s',
  'hx-target': '#progress',
  'hx-select': '#progress',
  'hx-swap': 'outerHTML',
} as const;

interface ProgressProps {
  readonly visit: Visit;
  readonly standing: Standing;
  /** Asked for again every second, with script. */
  readonly isAsked: boolean;
}

/** How far an assessment is; no number in it was computed from patients. */
export function Progress({ visit: { view }, standing: { underWay }, isAsked }: ProgressProps) {
  const { say } = view;
  if (underWay === null) {
    return null;
  }
  const { by: person, progress } = underWay;
  const { done, total } = progress ?? { done: 0, total: 1 };
  return (
    <Section title={say(ASSESSMENT.underWay)} id="under-way">
      <div id="progress" aria-live="polite" {...(isAsked ? POLLS : {})}>
        <Unreachable view={view}>{say(ASSESSMENT.notWorkedOut)}</Unreachable>
        <p>
          {progress === undefined ? say(ASSESSMENT.waits, { person }) : say(ASSESSMENT.done, { person, done, total })}
        </p>
        <progress value={done} max={total} aria-label={say(ASSESSMENT.underWay)} />
      </div>
      <p class="actions">
        <a class="button plain" href="/risk">
          {say(ASSESSMENT.look)}
        </a>
      </p>
      <Form view={view} action="/risk/stop" submit={say(ASSESSMENT.stop)} danger />
    </Section>
  );
}
