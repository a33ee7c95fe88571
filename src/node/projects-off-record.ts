import { canonicalJson, type Json } from '../base/index.ts';
import type { KnownProject } from '../governance/index.ts';
import type { NodeConfig } from './config.ts';
import type { RecordedSite } from './recorded-site.ts';

/** A project that the configuration still has as it no longer, or never, was. */
export interface ProjectOffRecord {
  readonly id: string;
  /** The names of what differs; empty where the project has only ended. */
  readonly fields: readonly string[];
  readonly ended: boolean;
}

type Configured = NodeConfig['projects'][number];

/** Where projects of the configuration differ from those on record, which alone count. First caps are another matter: grants follow. */
export function projectsOffRecord(
  { projects }: Pick<NodeConfig, 'projects'>,
  { governance }: Pick<RecordedSite, 'governance'>,
): readonly ProjectOffRecord[] {
  return projects.flatMap((configured) => {
    const known = governance.decisions.projects.get(configured.id);
    const fields = known === undefined ? [] : differing(configured, known);
    const ended = known?.ended !== undefined;
    return fields.length > 0 || ended ? [{ id: configured.id, fields, ended }] : [];
  });
}

const TERMS = ['purpose', 'purposeClass', 'fields', 'members', 'agreement', 'ends', 'ethics'] as const;

function differing(configured: Configured, known: KnownProject): readonly string[] {
  return TERMS.filter((term) => textOf(configured[term]) !== textOf(known[term]));
}

/** In which order fields and members are listed says nothing. */
function textOf(value: Configured[(typeof TERMS)[number]]): string {
  const list: Json = JSON.parse(JSON.stringify(value ?? null));
  return canonicalJson(Array.isArray(list) ? list.map((one) => canonicalJson(one)).sort() : list);
}
