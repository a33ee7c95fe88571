import { isSfumatoError, LIMITS, parseNoteKey } from '../../base/index.ts';
import { callOwner, leftOut, type NodeConfig, type RecordedSite, type VerbOutput } from '../../node/index.ts';
import type { Shell } from '../shell.ts';
import type { Check } from './check.ts';

/** What the check of the witnesses knows beside the configuration. */
interface Known {
  readonly recorded: RecordedSite | undefined;
  /** Where the node that runs answers, if one does. */
  readonly owner: string | undefined;
}

const NAME = 'witness';
const NONE = 'No witness is configured: a restored or cloned journal would not be noticed.';

/** How the site stands to its witnesses: what the running node hears of them, else what configuration and journal say. */
export async function witnessCheck(
  { witnesses }: Pick<NodeConfig, 'witnesses'>,
  { recorded, owner }: Known,
  shell: Pick<Shell, 'signal'>,
): Promise<Check> {
  const named = witnesses.flatMap(({ key }) => parseNoteKey(key) ?? []);
  const missing = recorded && leftOut(named, recorded.checkpoints);
  if (missing !== undefined) {
    return { name: NAME, state: 'failed', sentence: missing.sentence };
  }
  if (witnesses.length === 0) {
    return { name: NAME, state: 'warning', sentence: NONE };
  }
  const count = `Witnesses: ${witnesses.length}.`;
  return owner === undefined
    ? { name: NAME, state: 'ok', sentence: `${count} \`sfumato status\` says how they stand to the running node.` }
    : await heardBy(owner, count, shell);
}

const STATES: Readonly<Record<VerbOutput['status']['witness']['state'], Check['state']>> = {
  none: 'warning',
  waiting: 'warning',
  witnessed: 'ok',
  halted: 'failed',
};

const STARTED_WITHOUT =
  'The running node was started without one: until it is started again, a restored or cloned journal would not be noticed.';
const IN_TIME = ` It gave no answer within ${LIMITS.linkConnectMs / 1_000} seconds: look whether it is stopped or stuck.`;

/** What the running node says of its witnesses. */
async function heardBy(path: string, count: string, shell: Pick<Shell, 'signal'>): Promise<Check> {
  // A process that was stopped, or is stuck, takes the connection and says nothing.
  const late = AbortSignal.timeout(LIMITS.linkConnectMs);
  const signal = AbortSignal.any([shell.signal, late]);
  try {
    const status = await callOwner({ path, verb: 'status', input: {}, signal, onProgress: () => undefined });
    const { state, sentence, lacksWitness } = status.witness;
    const stands =
      state === 'none'
        ? STARTED_WITHOUT
        : `The running node ${lacksWitness ? 'has a lease, but a witness does not co-sign now.' : `is ${state}.`} ${sentence}`;
    return { name: NAME, state: lacksWitness ? 'warning' : STATES[state], sentence: `${count} ${stands}` };
  } catch (error) {
    const why = isSfumatoError(error) ? ` ${error.message}` : '';
    return {
      name: NAME,
      state: 'warning',
      sentence: `${count} The process that uses the folder doesn’t say how they stand.${late.aborted ? IN_TIME : why}`,
    };
  }
}
