import { Page, type PageProps } from './page.tsx';
import { Notice } from './parts.tsx';

export interface CardPageProps extends Omit<PageProps, 'narrow'> {
  /** Why the last try came to nothing. */
  readonly problem?: string | undefined;
}

/** A page with one card on it: a form that stands alone, as at sign-in, and above it what went wrong. */
export function CardPage({ problem, children, ...page }: CardPageProps) {
  return (
    <Page {...page} narrow>
      <div class="card">
        {problem === undefined ? null : <Notice tone="bad">{problem}</Notice>}
        {children}
      </div>
    </Page>
  );
}
