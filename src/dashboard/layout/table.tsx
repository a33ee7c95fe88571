import type { Child } from 'hono/jsx';
import { directionOf } from './direction.ts';

/** A column of a table. `row` heads the rows; numbers stand to the right. */
export interface Column {
  readonly title: Child;
  readonly is?: 'row' | 'number' | 'text';
}

export interface TableProps {
  readonly caption: string;
  /** The caption is for who doesn't see the page, because a title says the same above. */
  readonly hiddenCaption?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Child[])[];
  /** Said instead of a table without rows. */
  readonly empty: string;
}

/** A table that scrolls by itself where the screen is narrow. */
export function Table({ caption, hiddenCaption, columns, rows, empty }: TableProps) {
  return rows.length === 0 ? (
    <p class="empty">{empty}</p>
  ) : (
    // Whatever scrolls must be reached by keyboard (WCAG 2.1.1). A group and no region: the part around it is one already.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div class="scroll" role="group" aria-label={caption} tabindex={0}>
      <table>
        <caption class={hiddenCaption ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, is }) => (
              <th scope="col" class={is === 'number' ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>{cells.map((cell, at) => cellOf(cell, columns[at]?.is))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellOf(cell: Child, is: Column['is']) {
  if (is === 'number') {
    return <td class="number">{cell}</td>;
  }
  // Words of whoever wrote them run in their own direction.
  const dir = directionOf(cell);
  return is === 'row' ? (
    <th scope="row" dir={dir}>
      {cell}
    </th>
  ) : (
    <td dir={dir}>{cell}</td>
  );
}
