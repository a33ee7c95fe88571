import type { Child } from 'hono/jsx';
import { type Column, Table } from '../layout/table.tsx';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';

interface SiteTableProps {
  readonly view: View;
  /** What the table is called for who doesn't see the title above it. */
  readonly name: string;
  /** The columns behind site, state and cost. */
  readonly more: readonly Column[];
  readonly rows: readonly (readonly Child[])[];
}

/** A line for each site: its name, how it stands, what it costs there, and more. */
export function SiteTable({ view: { say }, name, more, rows }: SiteTableProps) {
  return (
    <Table
      caption={say(RESEARCH.tableFor, { name })}
      hiddenCaption
      empty={say(RESEARCH.none)}
      columns={[
        { title: say(RESEARCH.site), is: 'row' },
        { title: say(RESEARCH.state) },
        { title: say(RESEARCH.cost), is: 'number' },
        ...more,
      ]}
      rows={rows}
    />
  );
}
