import { isSfumatoError, parseNoteKey, SfumatoError } from '../../base/index.ts';
import { verifyReceipt } from '../../client/index.ts';
import { type FederationFacts, formatReceipts, receiptsOf } from '../../contract/index.ts';
import type { Asked, BuilderField, Checked, EffectForm, Forest, Reading } from '../../dashboard/index.ts';
import type { Policy } from '../../policy/index.ts';
import { analysedEffects } from '../meta/analysed.ts';
import { EFFECTS, type EffectName } from '../meta/effects.table.ts';
import { shown } from '../meta/forest.ts';
import { siteEffects } from '../meta/site-effects.ts';
import { checkpointOf, methodsText } from './methods-text.ts';

/** What can be said of answers without a key; receipts are checked by the log keys that the sites state. */
export function reading(sites: () => FederationFacts['sites']): Reading {
  return {
    effects: Object.keys(EFFECTS),
    methods: ({ wanted, reply }) => (reply === undefined ? '' : methodsText(wanted, reply)),
    check: (one) => checked(one, sites()),
    receipts({ reply }) {
      const receipts = reply === undefined ? [] : receiptsOf(reply);
      return receipts.length === 0 ? undefined : formatReceipts(receipts);
    },
    forest: forestOf,
  };
}

function checked({ reply }: Asked, sites: FederationFacts['sites']): readonly Checked[] {
  const keys = sites.flatMap(({ facts }) => parseNoteKey(facts?.logKey ?? '') ?? []);
  return (reply === undefined ? [] : receiptsOf(reply)).map((one) => ({
    site: one.receipt.site,
    evidence: verifyReceipt(one, keys).evidence,
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
    const { svg, text, back } = analysedEffects(effects, { method: 'REML', test: 'z', confidence: '0.95' });
    const { scale } = EFFECTS[effect];
    return {
      svg,
      text,
      scale,
      back: back && [back.estimate, ...back.ci].map((number) => shown(number, back.ci)),
    };
  } catch (error) {
    if (isSfumatoError(error)) {
      return { why: error.message };
    }
    throw error;
  }
}

/** The fields of a policy that questions may use. */
export function fieldsOf({ columns }: Policy): readonly BuilderField[] {
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
