import type { Child } from 'hono/jsx';
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

/** Where a picture scrolls by itself on a narrow screen, as tables do: shrunk to it, nobody could read it. */
export function Drawn({ name, children }: { readonly name: string; readonly children?: Child }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div class="scroll" role="group" aria-label={name} tabindex={0}>
      {children}
    </div>
  );
}

/** A chart that the server draws, in the colours of the page, with its numbers behind it. */
export function Chart({ view, src, alt, size, table }: ChartProps) {
  const themed = (theme: 'light' | 'dark'): string => `${src}${src.includes('?') ? '&' : '?'}theme=${theme}`;
  return (
    <figure class="chart">
      <Drawn name={table.caption}>
        <picture>
          {view.theme === 'auto' ? <source media="(prefers-color-scheme: dark)" srcset={themed('dark')} /> : null}
          <img src={themed(view.theme === 'dark' ? 'dark' : 'light')} alt={alt} {...size} />
        </picture>
      </Drawn>
      <details>
        <summary>{view.say(COMMON.tableOf)}</summary>
        <Table {...table} />
      </details>
    </figure>
  );
}
