import type { Child } from 'hono/jsx';
import { COMMON } from '../texts/common.table.ts';
import { Notice } from './parts.tsx';
import type { View } from './view.ts';

/** What takes the place of what is around it, with script, where a request that the page makes by itself comes to no answer. */
export function Unreachable({ view, children }: { readonly view: View; readonly children?: Child }) {
  return (
    <template class="unreachable">
      <Notice tone="bad">
        {view.say(COMMON.unreachable)} {children}
      </Notice>
    </template>
  );
}
