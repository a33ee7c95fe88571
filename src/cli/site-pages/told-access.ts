import { type AccessEvent, PROVIDER_CHECKS } from '../../access/index.ts';

/** A line of the log. What somebody typed who did not get in stays out of it: it may be a password in the wrong field. */
export function told({ kind, person, requestId, check }: AccessEvent): string {
  const who = person === undefined || kind.endsWith('refused') ? '' : ` ${person}`;
  const why = check === undefined ? '' : `: ${PROVIDER_CHECKS[check].log}`;
  return `Pages: ${kind}${who} (${requestId})${why}.`;
}
