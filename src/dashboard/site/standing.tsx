import type { VerbOutput } from '../../node/index.ts';
import { Badge, type Tone } from '../layout/parts.tsx';
import type { View } from '../layout/view.ts';
import type { Text } from '../texts/say.ts';
import { SITE } from '../texts/site.table.ts';

type Status = VerbOutput['status'];

const WITNESS: Readonly<Record<Status['witness']['state'], readonly [Tone, Text]>> = {
  none: ['calm', SITE.witnessNone],
  waiting: ['wait', SITE.witnessWaiting],
  witnessed: ['good', SITE.witnessed],
  halted: ['bad', SITE.witnessHalted],
};

/** How the site stands to its witnesses, in a word. */
export function WitnessBadge({ view, state }: { readonly view: View; readonly state: Status['witness']['state'] }) {
  const [tone, text] = WITNESS[state];
  return <Badge tone={tone}>{view.say(text)}</Badge>;
}

/** Whether questions are answered now: there is a snapshot, nothing stops the whole node, and the log goes on. */
export function isAnswering({ published, frozen, witness }: Status): boolean {
  return published !== null && !frozen.includes('node') && ['none', 'witnessed'].includes(witness.state);
}
