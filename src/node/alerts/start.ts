import type { Fetch } from '../../base/index.ts';
import type { NodeContext } from '../context.ts';
import { createAlerts } from './alerts.ts';
import { channelsOf } from './channels.ts';

/** What alerting works with. */
export interface AlertingParts {
  readonly ctx: NodeContext;
  readonly fetch: Fetch;
  readonly stop: AbortSignal;
}

/**
 * Tells people what needs them, until it is stopped; where the configuration names nobody, at once done.
 * @throws SfumatoError as `channelsOf`.
 */
export async function startAlerts({ ctx, fetch, stop }: AlertingParts): Promise<void> {
  const { config, folder, clock, entropy, journal } = ctx;
  if (config.alerts === undefined) {
    return;
  }
  const channels = channelsOf({ config: config.alerts, folder, fetch, nowMs: () => journal.nowMs() });
  const alerts = createAlerts({ ctx, config: config.alerts, channels, clock, entropy });
  await alerts.watch(stop);
  await alerts.rest();
}
