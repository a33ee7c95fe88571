import type { CoordinatorContext } from '../../coordinator/index.ts';
import type { SeenSites } from '../../link/index.ts';
import type { Policy } from '../../policy/index.ts';
import { tellFull } from '../server/log.ts';
import { requireOrigin } from '../server/pages-origin.ts';
import { type Listening, listen } from '../server/serve.ts';
import type { Shell } from '../shell.ts';
import { coordinatorPagesApp } from './app.ts';
import { createFederationDesk } from './desk.ts';

interface Serving {
  readonly ctx: CoordinatorContext;
  readonly seen: SeenSites;
  /** Where the coordinator itself listens. */
  readonly url: string;
  /** Documents of policies that aren't among the published ones. */
  readonly policies: readonly Policy[];
}

/** Serves a coordinator's pages on a bind of their own, where one is configured. @throws SfumatoError `config-invalid` or `port-occupied`. */
export async function serveCoordinatorPages(
  shell: Shell,
  { ctx, seen, url, policies }: Serving,
): Promise<Listening | undefined> {
  const { pages } = ctx.config;
  if (pages === undefined) {
    return undefined;
  }
  requireOrigin(pages, pages.origin, 'pages.origin');
  const desk = createFederationDesk({ shell, ctx, seen, policies, address: pages.address ?? url });
  const place = { ...pages, setting: 'pages', onFull: tellFull(shell, 'pages') } as const;
  return await listen(coordinatorPagesApp({ shell, desk, ...pages }), place);
}
