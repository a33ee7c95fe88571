import { Section } from '../../layout/parts.tsx';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { decides } from '../deciding.tsx';
import type { Visit } from '../visit.ts';

/** What may be done about what was found: nothing of it is done by itself. */
export function NextSteps({ visit }: { readonly visit: Visit }) {
  const { say } = visit.view;
  const links = [
    ['/policy', say(ASSESSMENT.nextPolicy)],
    ...(decides(visit) ? [['/policy/new', say(ASSESSMENT.nextCoarser)] as const] : []),
    ...(visit.roles.includes('operator') ? [['/staged', say(ASSESSMENT.nextStaged)] as const] : []),
    ['/what-if', say(ASSESSMENT.nextWhatIf)],
  ] as const;
  return (
    <Section title={say(ASSESSMENT.next)} id="next">
      <p>{say(ASSESSMENT.nextRows)}</p>
      <p>{say(ASSESSMENT.nextTry)}</p>
      <ul class="plain-list">
        {links.map(([href, text]) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
