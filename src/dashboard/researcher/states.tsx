import type { SiteState } from '../../contract/index.ts';
import { Badge, type Tone } from '../layout/parts.tsx';
import { RESEARCH } from '../texts/research.table.ts';
import type { Say, Text } from '../texts/say.ts';

type State = SiteState | 'asked' | 'quoted' | 'stored';

const STATES: Readonly<Record<State, readonly [Tone, Text]>> = {
  asked: ['wait', RESEARCH.stateAsked],
  answered: ['good', RESEARCH.stateAnswered],
  misfit: ['bad', RESEARCH.stateMisfit],
  quoted: ['good', RESEARCH.stateQuoted],
  stored: ['good', RESEARCH.stateStored],
  'out-of-budget': ['bad', RESEARCH.stateOutOfBudget],
  refused: ['bad', RESEARCH.stateRefused],
  unavailable: ['wait', RESEARCH.stateUnavailable],
  'not-asked': ['calm', RESEARCH.stateNotAsked],
};

/** How a site stands, in words alone. */
export function stateText(say: Say, state: State): string {
  return say(STATES[state][1]);
}

/** How a site stands, in words. */
export function StateBadge({ say, state }: { readonly say: Say; readonly state: State }) {
  const [tone, text] = STATES[state];
  return <Badge tone={tone}>{say(text)}</Badge>;
}
