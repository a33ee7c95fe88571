import { LINK_PATH, WITNESS_PATHS } from '../../link/index.ts';
import { nodeRouter } from './router.ts';

const ROUTES: ReadonlySet<string> = new Set([
  ...['/healthz', '/readyz', '/openapi.json', LINK_PATH, ...WITNESS_PATHS],
  ...Object.keys(nodeRouter._def.procedures).map((name) => `/trpc/${name}`),
]);

/** The name of a path's route; of all that is no route one name, because a path may hold anything. */
export function nodeRouteOf(path: string): string {
  return ROUTES.has(path) ? path : 'other';
}
