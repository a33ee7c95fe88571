import { type Clock, type Entropy, type Fetch, randomId } from '../../base/index.ts';
import type { ChannelName } from './alert-log.ts';
import { channelsOf } from './channels.ts';
import type { AlertsConfig } from './config.ts';

/** What a test alert is sent with. */
export interface TestAlertParts {
  readonly config: AlertsConfig;
  readonly site: string;
  readonly folder: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Sends a test alert on every way, once, without a record, and says which of them took it. @throws SfumatoError as `channelsOf`. */
export async function testAlerts(
  parts: TestAlertParts,
): Promise<readonly { readonly channel: ChannelName; readonly taken: boolean }[]> {
  const { site, clock, entropy } = parts;
  const channels = channelsOf({ ...parts, nowMs: clock.wallMs });
  const alert = { id: randomId(entropy), site, kind: 'test', subject: site, raisedMs: clock.wallMs() } as const;
  return await Promise.all(
    [...channels].map(async ([channel, deliver]) => ({
      channel,
      taken: await deliver(alert, true).then(
        () => true,
        () => false,
      ),
    })),
  );
}
