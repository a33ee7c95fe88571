import { percentText } from '../../../base/index.ts';
import type { VerbOutput } from '../../../node/index.ts';
import { TableSection } from '../../layout/table-section.tsx';
import { DATA } from '../../texts/data.table.ts';
import { type Say, writtenText } from '../../texts/say.ts';

type Staged = VerbOutput['staged'];

const NAMES = {
  patients: DATA.patients,
  studies: DATA.studies,
  series: DATA.series,
  instances: DATA.instances,
  devices: DATA.devices,
} as const;

const TOTALS = ['patients', 'studies', 'series', 'instances', 'devices'] as const;

interface TablesProps {
  readonly say: Say;
  readonly title: string;
  readonly totals: NonNullable<Staged['totals']>;
  readonly fields: Staged['fields'];
}

/** How much was staged, and how full its fields were: exact counts. */
export function StagedTables({ say, title, totals, fields }: TablesProps) {
  return (
    <>
      <CountTable say={say} id="totals" title={title} rows={TOTALS.map((name) => [say(NAMES[name]), totals[name]])} />
      <TableSection
        title={say(DATA.fields)}
        id="fields"
        empty={say(DATA.nothingStaged)}
        columns={[
          { title: say(DATA.field), is: 'row' },
          { title: say(DATA.filled), is: 'number' },
          { title: say(DATA.filledShare), is: 'number' },
          { title: say(DATA.otherShare), is: 'number' },
        ]}
        rows={fields.map(({ keyword, series, filled, other }) => [
          ...[
            keyword,
            filled,
            writtenText(say, percentText(filled, series)),
            writtenText(say, percentText(other, filled)),
          ],
        ])}
      />
    </>
  );
}

interface CountProps extends Pick<TablesProps, 'say' | 'title'> {
  readonly id: string;
  readonly rows: readonly (readonly [name: string, count: number])[];
  readonly note?: string;
}

/** Names and counts. */
export function CountTable({ say, id, title, rows, note }: CountProps) {
  return (
    <TableSection
      title={title}
      id={id}
      {...(note === undefined ? {} : { note })}
      empty={say(DATA.nothingStaged)}
      columns={[
        { title: say(DATA.what), is: 'row' },
        { title: say(DATA.count), is: 'number' },
      ]}
      rows={rows}
    />
  );
}
