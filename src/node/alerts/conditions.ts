import type { NodeContext } from '../context.ts';
import type { Alarm } from './alert.ts';
import type { AlertLog } from './alert-log.ts';
import type { AlertsConfig } from './config.ts';

/** What can be looked at to say whether something needs a person. */
export interface Watched {
  readonly ctx: Pick<NodeContext, 'budget' | 'governance' | 'guard' | 'journal' | 'config'>;
  readonly config: AlertsConfig;
  readonly log: AlertLog;
  /** How long the site has waited for a witness, in milliseconds; 0 when it doesn't. */
  readonly waitedMs: number;
}

/** What needs a person now; and what can't be told yet, which neither begins nor ends. */
export interface Sounding {
  readonly on: readonly Alarm[];
  readonly unknown: readonly Alarm[];
}

/** Looks at meters, refusals, witnesses and decisions: policy facts, none of which depends on patients. */
export function soundingOf(watched: Watched): Sounding {
  const { ctx } = watched;
  const witness: Alarm = { kind: 'witness-missing', subject: ctx.config.site };
  const missing = witnessOf(watched);
  return {
    on: [...meters(watched), ...refusals(watched), ...decisions(watched), ...(missing === 'yes' ? [witness] : [])],
    unknown: missing === 'unknown' ? [witness] : [],
  };
}

function meters({ ctx, config }: Watched): readonly Alarm[] {
  const percent = BigInt(config.budgetLowPercent);
  return ctx.budget
    .meters()
    .filter(({ cap, left }) => left.some((amount, at) => amount * 100n <= (cap[at] ?? 0n) * percent))
    .map(({ id }) => ({ kind: 'budget-low', subject: id }));
}

function refusals({ log, config }: Watched): readonly Alarm[] {
  return [...log.refusals]
    .filter(([, count]) => count >= config.refusalsInARow)
    .map(([person]) => ({ kind: 'refusals-in-a-row', subject: person }));
}

function decisions({ ctx: { governance, journal } }: Watched): readonly Alarm[] {
  const { frozen, pending } = governance.decisions;
  const waiting = [...pending.values()].filter(({ action }) => action.expires > journal.nowMs());
  return [
    ...[...frozen].map((scope) => ({ kind: 'freeze', subject: scope }) as const),
    ...waiting.map(({ action }) => ({ kind: 'approval-pending', subject: action.id }) as const),
  ];
}

/** A start has to ask the witnesses first, so for some minutes nobody knows. */
function witnessOf({ ctx, config, waitedMs }: Watched): 'yes' | 'no' | 'unknown' {
  switch (ctx.guard.state().state) {
    case 'halted':
      return 'yes';
    case 'waiting':
      return waitedMs >= config.witnessMinutes * 60_000 ? 'yes' : 'unknown';
    default:
      return 'no';
  }
}
