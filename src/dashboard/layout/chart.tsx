import { COMMON } from '../texts/common.table.ts';
import { Table, type TableProps } from './table.tsx';
import type { View } from './view.ts';

export interface ChartProps {
  readonly view: View;
  /** Where the picture is drawn; `theme=light` or `theme=dark` is added. */
  readonly src: string;
  /** One sentence with what the picture shows, for who doesn't see it. */
  readonly alt: string;
  readonly size: { readonly width: number; readonly height: number };
  /** The same numbers. */
  readonly table: TableProps;
}

/** A chart that the server draws, in the colours of the page, with its numbers behind it. */
export function Chart({ view, src, alt, size, table }: ChartProps) {
  const themed = (theme: 'light' | 'dark'): string => `${src}${src.includes('?') ? '&' : '?'}theme=${theme}`;
  return (
    <figure class="chart">
      <picture>
        {view.theme === 'auto' ? <source media="(prefers-color-scheme: dark)" srcset={themed('dark')} /> : null}
        <img src={themed(view.theme === 'dark' ? 'dark' : 'light')} alt={alt} {...size} />
      </picture>
      <details>
        <summary>{view.say(COMMON.tableOf)}</summary>
        <Table {...table} />
      </details>
    </figure>
  );
}
