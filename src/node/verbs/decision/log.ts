import { isWanted, type LogEntry, type LogFilter } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import { type Strange, strangeName } from './strange-name.ts';

interface Log {
  readonly ctx: NodeContext;
  readonly input: LogFilter;
}

/** The decision log: who decided what, when, why, and under which policy; oldest first. */
export async function showLog({ ctx, input }: Log): Promise<Strange & { site: string; entries: readonly LogEntry[] }> {
  const entries = ctx.governance.log.filter((entry) => isWanted(entry, input));
  return { site: ctx.config.site, entries, ...strangeName(ctx, input) };
}
