import { isSfumatoError, SfumatoError } from '../../../base/index.ts';
import type { ConsentFile } from '../../../warehouse/index.ts';

const SEALED = 'The list of opt-outs is sealed; it takes effect with the next publish.';

/**
 * Seals who withdrew, unless the same list waits already, as it does where a timer hands it in every night. Gives the sentence
 * that says so.
 */
export function sealOptOuts(consent: ConsentFile, pseudonyms: readonly string[]): string {
  const waiting = consent.batches.slice(consent.recorded);
  if (!waiting.some((batch) => batch.allowed === 0 && isSame(batch.pseudonyms, pseudonyms))) {
    consent.add({ allowed: 0, pseudonyms });
  }
  return SEALED;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((pseudonym, at) => pseudonym === right[at]);
}

/** Does `work`; where it is refused, its sentence also says what was done before. */
export async function orSay(before: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (before === '' || !isSfumatoError(cause)) {
      throw cause;
    }
    throw new SfumatoError(cause.code, `${cause.message} ${before}`, { cause });
  }
}
