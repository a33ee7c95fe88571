import { COMMON } from '../texts/common.table.ts';
import { Page } from './page.tsx';
import type { View } from './view.ts';

/** Said where an address leads nowhere. */
export function NotFoundPage({ view }: { readonly view: View }) {
  return <MessagePage view={view} title={view.say(COMMON.notFound)} sentence={view.say(COMMON.notFoundWhy)} />;
}

/** Said where something broke: never what. */
export function FailedPage({ view }: { readonly view: View }) {
  return <MessagePage view={view} title={view.say(COMMON.failed)} sentence={view.say(COMMON.failedWhy)} />;
}

/** One sentence and a way back. */
export function MessagePage(props: { readonly view: View; readonly title: string; readonly sentence: string }) {
  return (
    <Page view={props.view} title={props.title} lead={props.sentence} narrow>
      <p>
        <a class="button plain" href="/">
          {props.view.say(COMMON.back)}
        </a>
      </p>
    </Page>
  );
}
