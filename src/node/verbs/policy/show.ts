import type { Field } from '../../../policy/index.ts';
import type { NodeContext } from '../../context.ts';

/** A field of the policy as people read it. */
export interface PolicyField extends Pick<Field, 'keyword' | 'tag' | 'risk' | 'role' | 'reason'> {
  /** How the stored value comes of the header's, by name. */
  readonly transform: string;
}

/** A number of the policy with the reason for it and where that comes from. */
export interface PolicyLimit {
  readonly name: string;
  readonly value: string;
  readonly reason: string;
  readonly source: string;
}

/** The policy in force: public facts. */
export interface PolicyReport {
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly approvals: { readonly loosening: number; readonly tightening: number };
  readonly hashes: { readonly deidentification: string; readonly disclosure: string };
  /** Bounds of ε for one question, and the level of intervals. */
  readonly question: { readonly min: string; readonly max: string; readonly confidence: string };
  readonly fields: readonly PolicyField[];
  readonly limits: readonly PolicyLimit[];
}

/** Shows the policy in force: every field with its risk, every limit with its reason. */
export async function showPolicy({ ctx }: { readonly ctx: Pick<NodeContext, 'policy'> }): Promise<PolicyReport> {
  const { name, document, deidentificationHash, disclosureHash } = ctx.policy;
  return {
    name,
    title: document.title,
    why: document.why,
    approvals: document.approvals,
    hashes: { deidentification: deidentificationHash, disclosure: disclosureHash },
    question: { ...document.disclosure.epsilonPerQuestion.value, confidence: document.disclosure.confidence.value },
    fields: document.fields.map(({ keyword, tag, risk, role, reason, transform }) => ({
      keyword,
      tag,
      risk,
      role,
      reason,
      transform: transform.kind,
    })),
    limits: Object.entries(document.disclosure).flatMap(([limit, stated]) =>
      stated === undefined
        ? []
        : [{ name: limit, value: valueText(stated.value), reason: stated.reason, source: stated.source }],
    ),
  };
}

/** A plain value as it is; parts of a value with their names. */
function valueText(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, part]) => `${name} ${typeof part === 'object' ? `(${valueText(part)})` : String(part)}`)
        .join(', ')
    : String(value);
}
