import { type RecoveryBody, readAction, type SignedAction } from '../../contract/index.ts';

/** Who may say that a log lost something: at least two of these people. */
export interface Recoverers {
  readonly origin: string;
  /** Public keys, base64url. */
  readonly recoverers: readonly string[];
}

/** What a signed recovery says; `undefined` unless two of the people signed it, for this log. */
export function acceptsRecovery(signed: SignedAction, { origin, recoverers }: Recoverers): RecoveryBody | undefined {
  const read = readAction(signed);
  const signers = new Set(read?.signers.filter((key) => recoverers.includes(key)));
  if (read?.action.kind !== 'recovery' || signers.size < 2 || `sfumato/${read.action.site}` !== origin) {
    return undefined;
  }
  return read.action.body;
}
