import { LIMITS } from '../../base/index.ts';
import { type Alert, alertDocument, sentenceOf } from './alert.ts';
import type { AlertsConfig } from './config.ts';
import type { Deliver } from './webhook.ts';

/** A mail server and who writes to whom. */
export interface SmtpParts {
  readonly smtp: NonNullable<AlertsConfig['smtp']>;
  readonly password: string | undefined;
}

/** Mails of plain text. Nothing is said in the clear to a server on another machine. */
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
  return async (alert) => {
    // Loaded with the first mail: few commands write any.
    const { createTransport } = await import('nodemailer');
    await createTransport(options).sendMail({
      from,
      to,
      messageId: `<${alert.id}@${alert.site}.site.sfumato.invalid>`,
      subject: `[sfumato ${alert.site}] ${alert.kind}: ${alert.subject}`,
      text: textOf(alert),
    });
  };
}

function textOf(alert: Alert): string {
  return `${sentenceOf(alert)}\n\n${alertDocument(alert)}\n`;
}
