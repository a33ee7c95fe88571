import { halfWidthsText, treeNoise } from '../../shown/index.ts';
import { Facts, Notice, Section } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import { FEDERATION } from '../texts/federation.table.ts';
import { RESEARCH } from '../texts/research.table.ts';
import { writtenText } from '../texts/say.ts';
import type { Estimate } from './desk.ts';
import { togetherFor } from './together.ts';
import { ownText, voiceOf } from './voice.ts';

interface EstimateProps {
  readonly view: View;
  readonly estimate: Estimate;
  /** Of how many sites the question is. */
  readonly sites: number;
  readonly isTotal: boolean;
}

/** How precise an answer would be and what it would cost, by the policy alone. */
export function EstimatePart({ view: { say }, estimate, sites, isTotal }: EstimateProps) {
  if ('why' in estimate) {
    return (
      <Section title={say(RESEARCH.notAsked)} id="estimate">
        <Notice tone="bad">{ownText(say, estimate.why)}</Notice>
      </Section>
    );
  }
  const together = togetherFor(
    Array.from({ length: sites }, () => estimate),
    isTotal,
  );
  return (
    <Section title={say(FEDERATION.estimate)} id="estimate">
      <Facts
        facts={[
          [say(RESEARCH.epsilon), writtenText(say, estimate.epsilon)],
          [say(FEDERATION.width), `± ${writtenText(say, halfWidthsText(estimate))}`],
          [say(FEDERATION.cells), estimate.cells],
        ]}
      />
      {treeNoise([estimate]).map((note) => (
        <p>{voiceOf(say).say(note)}</p>
      ))}
      {together === undefined ? null : (
        <p>{say(RESEARCH.together, { sites: together.sites, width: together.width })}</p>
      )}
      <p class="hint">{say(FEDERATION.estimateLead)}</p>
    </Section>
  );
}
