import { SfumatoError } from '../../base/index.ts';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Pages listen to a network only once it is said how browsers reach them. @throws SfumatoError `config-invalid`. */
export function requireOrigin({ host }: { readonly host: string }, origin: string | undefined, setting: string): void {
  if (!LOOPBACK.includes(host) && origin === undefined) {
    const sentence = `pages.host is ${host}: say under which https:// address people reach it, as ${setting}, or listen on 127.0.0.1.`;
    throw new SfumatoError('config-invalid', sentence);
  }
}
