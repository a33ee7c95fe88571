import { Page, type PageProps } from './page.tsx';
import { Notice } from './parts.tsx';

export interface CardPageProps extends Omit<PageProps, 'narrow'> {
  /** Why the last try came to nothing. */
  readonly problem?: string | undefined;
  /** A field has the focus; else what went wrong has. */
  readonly hasFocus?: boolean;
}

/** Names what went wrong, for the field that is to be filled in again. */
export const PROBLEM_ID = 'problem';

/** A page with one card on it: a form that stands alone, as at sign-in, and above it what went wrong. */
export function CardPage({ problem, hasFocus = false, children, ...page }: CardPageProps) {
  return (
    <Page {...page} narrow>
      <div class="card">
        {problem === undefined ? null : (
          <div id={PROBLEM_ID}>
            <Notice tone="bad" focus={!hasFocus}>
              {problem}
            </Notice>
          </div>
        )}
        {children}
      </div>
    </Page>
  );
}
