import { type Fetch, hmacSha256, LIMITS, toBase64, utf8ToBytes } from '../../base/index.ts';
import { type Alert, alertDocument } from './alert.ts';

/** Posts an alert and resolves once the other side has taken it; rejects when it hasn't. After the last try it is given up. */
export type Deliver = (alert: Alert, isLast: boolean) => Promise<void>;

/** How a webhook is called. */
export interface WebhookParts {
  readonly url: string;
  readonly key: Uint8Array;
  readonly fetch: Fetch;
  readonly nowMs: () => number;
}

/**
 * A webhook signed as the Standard Webhooks specification has it: `webhook-id`, `webhook-timestamp` (seconds since 1970-01-01 UTC),
 * and `webhook-signature`, HMAC-SHA256 over “id.timestamp.body” in base64 behind `v1,`.
 */
export function webhook({ url, key, fetch, nowMs }: WebhookParts): Deliver {
  return async (alert) => {
    const body = alertDocument(alert);
    const timestamp = String(Math.floor(nowMs() / 1_000));
    const signature = toBase64(hmacSha256(key, utf8ToBytes(`${alert.id}.${timestamp}.${body}`)));
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': alert.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      body,
      signal: AbortSignal.timeout(LIMITS.alertTryMsMax),
    });
    await response.body?.cancel();
    if (!response.ok) {
      throw new Error('the webhook took nothing');
    }
  };
}
