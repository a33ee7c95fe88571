import { LINK_PATH, WITNESS_PATHS } from '../../link/index.ts';
import { coordinatorRouter } from './router.ts';

const ROUTES: ReadonlySet<string> = new Set([
  ...['/healthz', '/readyz', '/openapi.json', LINK_PATH, ...WITNESS_PATHS],
  ...Object.keys(coordinatorRouter._def.procedures).map((name) => `/trpc/${name}`),
]);

/** The name of a path's route; of all that is no route one name, because a path may hold anything. */
export function coordinatorRouteOf(path: string): string {
  return ROUTES.has(path) ? path : 'other';
}
