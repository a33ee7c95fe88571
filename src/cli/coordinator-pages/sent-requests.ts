import { readRequest } from '../../contract/index.ts';
import type { CoordinatorContext } from '../../coordinator/index.ts';
import { askSites } from '../../coordinator/index.ts';
import type { Asked } from '../../dashboard/index.ts';
import { begin } from '../workbench/begun.ts';

const KEPT_MAX = 40;

/** Signed requests that browsers had sent, with what came of them, in memory alone: the latest ones of all browsers together. */
export function sentRequests(ctx: CoordinatorContext) {
  let kept: readonly { readonly browser: string; readonly asked: Asked }[] = [];
  return {
    asked: (browser: string): readonly Asked[] =>
      kept.filter((one) => browser !== '' && one.browser === browser).map(({ asked }) => asked),
    /** Sends it as it is; gives its id, or `undefined` when it is no signed request. */
    send(browser: string, signed: string): string | undefined {
      const received = readRequest('question', signed);
      if (browser === '' || received === undefined || !received.signed()) {
        return undefined;
      }
      const { id, sites, query, release } = received.request;
      const asked = begin({
        id,
        sites,
        form: '',
        wanted: { draft: query, sites, total: release === 'total' },
        ask: (onReply) => askSites({ ctx, input: { signed }, onReply }),
      });
      const others = kept.filter((one) => one.browser !== browser || one.asked.id !== id);
      kept = [{ browser, asked }, ...others].slice(0, KEPT_MAX);
      return id;
    },
  };
}
