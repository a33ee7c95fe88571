import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A real mail server on loopback that keeps what it is given. */
export interface Mailbox {
  readonly port: number;
  readonly mails: readonly string[];
  /** Addresses that it takes no mail for. */
  readonly unknown: Set<string>;
  close(): Promise<void>;
}

/** Starts a mail server that takes everything, but for whom it is told not to know. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: string[] = [];
  const unknown = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      callback(unknown.has(address) ? new Error('no such user') : undefined);
    },
    onData(stream, _session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString('utf8'));
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    unknown,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
