import type { Incident } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

/** An incident with its clock. */
export interface IncidentReport extends Incident {
  readonly state: 'frozen' | 'open' | 'closed';
  /** How long it was open, until now where it still is. */
  readonly openMs: number;
}

/** The incidents of a site, the newest first. */
export async function listIncidents({ ctx }: { readonly ctx: NodeContext }): Promise<{
  incidents: readonly IncidentReport[];
}> {
  const now = ctx.journal.nowMs();
  const all = [...ctx.governance.decisions.incidents.values()].reverse();
  return {
    incidents: all.map((incident) => ({
      ...incident,
      state: incident.closedAtMs !== undefined ? 'closed' : incident.unfrozenAtMs === undefined ? 'frozen' : 'open',
      openMs: (incident.closedAtMs ?? now) - incident.openedAtMs,
    })),
  };
}
