import { hashText } from '../base/index.ts';

/** One version of a data-use text. */
export interface AgreementText {
  /** From 1. */
  readonly version: number;
  readonly text: string;
  readonly hash: string;
  /** When it came into force: milliseconds since 1970-01-01 UTC. */
  readonly sinceMs: number;
}

/** SHA-256, hex, of a data-use text: what members sign. */
export function agreementHash(text: string): string {
  return hashText('sfumato/agreement/v1', text);
}
