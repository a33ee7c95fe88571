import { isWanted, type LogEntry, type LogFilter } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

interface Log {
  readonly ctx: NodeContext;
  readonly input: LogFilter;
}

/** The decision log: who decided what, when, why, and under which policy; oldest first. */
export async function showLog({ ctx, input }: Log): Promise<{ site: string; entries: readonly LogEntry[] }> {
  return { site: ctx.config.site, entries: ctx.governance.log.filter((entry) => isWanted(entry, input)) };
}
