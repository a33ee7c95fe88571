import { drawAccess } from '../../dashboard/index.ts';
import type { OpenNode } from '../../node/index.ts';
import type { LoadedNode } from '../files/configuration.ts';
import { tellFull, tellPageFailure } from '../server/log.ts';
import { requireOrigin } from '../server/pages-origin.ts';
import { type Listening, listen } from '../server/serve.ts';
import type { Shell } from '../shell.ts';
import { siteAccess } from './access.ts';
import { sitePagesApp } from './app.ts';
import { told } from './told-access.ts';

interface Serving {
  readonly node: OpenNode;
  readonly loaded: LoadedNode;
}

/** Serves a site's own pages on a bind of their own, where one is configured. @throws SfumatoError `config-invalid` or `port-occupied`. */
export async function serveSitePages(shell: Shell, { node, loaded }: Serving): Promise<Listening | undefined> {
  const { pages, site, signIn } = loaded.config;
  if (pages === undefined) {
    return undefined;
  }
  requireOrigin(pages, signIn.origin, 'signIn.origin');
  const access = siteAccess(shell, {
    loaded,
    people: node.ctx.people,
    sessions: node.ctx.sessions,
    nowMs: () => node.ctx.journal.nowMs(),
    draw: drawAccess({ site, policy: () => node.ctx.policy.name, standingOf: node.ctx.governance.standingOf }),
    onRequest: () => undefined,
    onFailure: tellPageFailure(shell),
    onEvent: (event) => shell.terminal.note(told(event)),
  });
  const place = { ...pages, setting: 'pages', onFull: tellFull(shell, 'pages') } as const;
  return await listen(sitePagesApp({ node, access, entropy: shell.entropy }), place);
}
