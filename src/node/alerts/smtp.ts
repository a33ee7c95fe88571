import { LIMITS } from '../../base/index.ts';
import { type Alert, alertDocument, sentenceOf } from './alert.ts';
import type { AlertsConfig } from './config.ts';
import type { Deliver } from './webhook.ts';

/** A mail server and who writes to whom. */
export interface SmtpParts {
  readonly smtp: NonNullable<AlertsConfig['smtp']>;
  readonly password: string | undefined;
}

/**
 * Mails of plain text. Nothing is said in the clear to a server on another machine. Where the server refuses some of those who are
 * written to, it wasn't taken: a further try writes to these alone.
 */
export function mail({ smtp, password }: SmtpParts): Deliver {
  const { host, port, secure, user, from, to } = smtp;
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(host);
  const options = {
    host,
    port,
    secure,
    requireTLS: !secure && !isLocal,
    ignoreTLS: !secure && isLocal,
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
    connectionTimeout: LIMITS.alertTryMsMax,
    greetingTimeout: LIMITS.alertTryMsMax,
    socketTimeout: LIMITS.alertTryMsMax,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const refusedOf = new Map<string, typeof to>();
  return async (alert, isLast) => {
    // Loaded with the first mail: few commands write any.
    const { createTransport } = await import('nodemailer');
    const addressed = refusedOf.get(alert.id) ?? to;
    if (isLast) {
      refusedOf.delete(alert.id);
    }
    const { rejected } = await createTransport(options).sendMail({
      from,
      to: addressed,
      messageId: `<${alert.id}@${alert.site}.site.sfumato.invalid>`,
      subject: `[sfumato ${alert.site}] ${alert.kind}: ${alert.subject}`,
      text: textOf(alert),
    });
    if (rejected.length === 0) {
      refusedOf.delete(alert.id);
      return;
    }
    if (!isLast) {
      // As they were written to, which isn't always as the configuration spells them.
      refusedOf.set(alert.id, rejected);
    }
    throw new Error('the mail server refused somebody');
  };
}

function textOf(alert: Alert): string {
  return `${sentenceOf(alert)}\n\n${alertDocument(alert)}\n`;
}
