import type { Child } from 'hono/jsx';
import { Section } from './parts.tsx';
import { Table, type TableProps } from './table.tsx';

export interface TableSectionProps extends Omit<TableProps, 'caption' | 'hiddenCaption'> {
  readonly title: string;
  readonly id: string;
  /** A sentence or two above the table. */
  readonly note?: string;
  /** What stands below the table. */
  readonly children?: Child;
}

/** A part of a page that is a table: its title is the table's caption, too. */
export function TableSection({ title, id, note, children, ...table }: TableSectionProps) {
  return (
    <Section title={title} id={id}>
      {note === undefined ? null : <p class="note">{note}</p>}
      <Table caption={title} hiddenCaption {...table} />
      {children}
    </Section>
  );
}
