import type { Child } from 'hono/jsx';

/** How many rows a long table shows on a page. */
const ROWS_A_PAGE = 100;

const PAGES_MAX = 100_000;

/** The number of a page that an address asks for, from 1. */
export function pageIn(text: string | undefined): number {
  return Math.min(PAGES_MAX, Math.max(1, Math.floor(Number(text ?? '1')) || 1));
}

/** The rows of one page. */
export function rowsOf<T>(rows: readonly T[], page: number): readonly T[] {
  return rows.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE);
}

export interface PagerProps {
  readonly page: number;
  readonly rows: number;
  /** The address of another page. */
  readonly to: (page: number) => string;
  readonly newer: string;
  readonly older: string;
  /** Further links beside. */
  readonly children?: Child;
}

/** Links to the pages before and after, where there are such. */
export function Pager({ page, rows, to, newer, older, children }: PagerProps) {
  return (
    <p class="actions">
      {page === 1 ? null : (
        <a class="button plain" href={to(page - 1)}>
          {newer}
        </a>
      )}
      {rows <= page * ROWS_A_PAGE ? null : (
        <a class="button plain" href={to(page + 1)}>
          {older}
        </a>
      )}
      {children}
    </p>
  );
}
