import { join } from 'node:path';
import { isSfumatoError, type PersonKeyFile, parseNoteKey, SfumatoError, systemFetch } from '../../base/index.ts';
import { federationClient, verifyReceipt } from '../../client/index.ts';
import { type FederationFacts, formatReceipts } from '../../contract/index.ts';
import type { Asked, BuilderField, Desk, EffectForm, Forest, Wanted } from '../../dashboard/index.ts';
import type { Policy } from '../../policy/index.ts';
import { type Asking, composeDraft, quoteOf } from '../ask/compose.ts';
import { analysedEffects } from '../meta/analysed.ts';
import { EFFECTS, type EffectName } from '../meta/effects.table.ts';
import { siteEffects } from '../meta/site-effects.ts';
import type { Shell } from '../shell.ts';
import { commandText } from './command-text.ts';
import { heldKey } from './held-key.ts';
import { checkpointOf, methodsText } from './methods-text.ts';
import { questions, receiptsIn } from './questions.ts';
import { savedQuestions } from './saved-questions.ts';

/** What a workbench is made of. */
export interface DeskParts {
  readonly shell: Shell;
  readonly coordinator: string;
  readonly project: string;
  readonly keyFile: string;
  readonly key: PersonKeyFile;
  readonly policy: Policy;
  readonly facts: FederationFacts;
  /** The researcher's folder. */
  readonly folder: string;
}

/** A researcher's desk on their own machine: it alone holds the key, asks, and writes files. */
export function createDesk(parts: DeskParts): Desk {
  const { shell, coordinator, project, key: file, policy, folder } = parts;
  const { clock, entropy } = shell;
  const client = federationClient({ url: coordinator, fetch: systemFetch });
  const key = heldKey(file, clock);
  const askingOf = ({ draft, sites, total }: Wanted): Asking => ({
    ...{ draft, project, secretKey: key.use(), nowMs: clock.wallMs(), entropy },
    ...(sites.length === 0 ? {} : { sites }),
    ...(total ? { total: { maxAttempts: 1 } } : {}),
  });
  const asked = questions({ client, folder: join(folder, 'answers'), askingOf });
  const kept = savedQuestions(join(folder, 'questions'), { project, nowMs: clock.wallMs });
  if (!file.isSealed) {
    key.open('');
  }
  return Object.freeze({
    ...{ coordinator, project, publicKey: file.publicKey, policy: policy.name, key },
    fields: fieldsOf(policy),
    effects: Object.keys(EFFECTS),
    sites: async () => (await client.facts()).sites.map(({ site }) => site),
    async quote(wanted) {
      const asking = askingOf(wanted);
      return await quoteOf(composeDraft(asking, await client.facts()), asking, client);
    },
    ...{ ask: asked.ask, asked: asked.asked, saved: kept.list, save: kept.save },
    command: (wanted) => commandText(wanted, parts),
    methods: ({ wanted, reply }) => (reply === undefined ? '' : methodsText(wanted, reply)),
    check: (one) => checked(one, parts.facts),
    receipts({ reply }) {
      const receipts = reply === undefined ? [] : receiptsIn(reply);
      return receipts.length === 0 ? undefined : formatReceipts(receipts);
    },
    forest: forestOf,
  } satisfies Desk);
}

function checked({ reply }: Asked, { sites }: FederationFacts): ReturnType<Desk['check']> {
  const keys = sites.flatMap(({ facts }) => parseNoteKey(facts?.logKey ?? '') ?? []);
  return (reply === undefined ? [] : receiptsIn(reply)).map((one) => ({
    site: one.receipt.site,
    holds: verifyReceipt(one, keys).evidence === 'holds',
    checkpoint: checkpointOf(one.receipt),
  }));
}

/** What `sfumato meta --effect` says of the same answer. */
function forestOf({ reply }: Asked, { effect: name, groups, outcomes }: EffectForm): Forest {
  const effect = Object.keys(EFFECTS).find((one): one is EffectName => one === name);
  try {
    if (effect === undefined) {
      throw new SfumatoError('wrong-use', 'There is no such effect.');
    }
    const effects = siteEffects(reply, { effect, groups, outcomes });
    const { svg, text } = analysedEffects(effects, { method: 'REML', test: 'z', confidence: '0.95' });
    return { svg, text };
  } catch (error) {
    if (isSfumatoError(error)) {
      return { why: error.message };
    }
    throw error;
  }
}

function fieldsOf({ columns }: Policy): readonly BuilderField[] {
  return [...columns].map(([name, column]) =>
    column.kind === 'dimension'
      ? { name, values: column.values.filter((_, code) => code !== column.missingCode) }
      : {
          name,
          range: {
            low: column.minStep * column.step,
            high: column.maxStep * column.step,
            step: column.step,
            unit: column.unit,
          },
        },
  );
}
