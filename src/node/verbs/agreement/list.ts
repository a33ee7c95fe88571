import type { NodeContext } from '../../context.ts';

/** One version of a data-use text, and who has signed it. */
export interface AgreementReport {
  readonly agreement: string;
  readonly version: number;
  readonly hash: string;
  readonly text: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly sinceMs: number;
  readonly inForce: boolean;
  readonly signedBy: readonly string[];
}

/** The data-use texts of a site, all their versions. */
export async function listAgreements({ ctx }: { readonly ctx: NodeContext }): Promise<{
  agreements: readonly AgreementReport[];
}> {
  const { agreements, agreed } = ctx.governance.decisions;
  return {
    agreements: [...agreements].flatMap(([agreement, texts]) =>
      texts.map((text) => ({
        agreement,
        ...text,
        inForce: text === texts.at(-1),
        signedBy: [...agreed]
          .filter((one) => one.endsWith(` ${text.hash}`))
          .map((one) => one.split(' ')[0] ?? '')
          .sort(),
      })),
    ),
  };
}
