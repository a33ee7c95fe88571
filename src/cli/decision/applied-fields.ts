import { didYouMean, printableCell, SfumatoError } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import { publishedPolicies } from '../policy/policy-documents.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import type { Shell } from '../shell.ts';

/** The fields of an application, and the document that the site works under, where the applicant has it. */
interface Applied {
  readonly fields: readonly string[];
  readonly policy: string | undefined;
}

/**
 * Looks at the fields of an application that is signed away from its site, which would only notice once it has travelled. By the document that
 * is named a field that is unknown is refused; by the published ones it is only told, because the site may work under one of its own.
 * @throws SfumatoError `wrong-use`.
 */
export function lookAtFields({ terminal }: Pick<Shell, 'terminal'>, { fields, policy }: Applied): void {
  const known = columnsOf(policy === undefined ? publishedPolicies() : [loadPolicyFile(policy)]);
  const unknown = fields.find((field) => !known.has(field));
  if (unknown === undefined) {
    return;
  }
  const hint = didYouMean(unknown, known);
  const field = `the field ${printableCell(unknown)}`;
  if (policy !== undefined) {
    throw new SfumatoError(
      'wrong-use',
      `${policy} doesn’t have ${field}${hint === '' ? '.' : hint} Nothing was signed.`,
    );
  }
  terminal.note(
    `sfumato: No published policy has ${field}${hint === '' ? '.' : hint} A site whose policy lacks it refuses the application.`,
  );
}

function columnsOf(policies: readonly Policy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ columns }) => [...columns.keys()]));
}
