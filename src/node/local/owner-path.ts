import { answers } from './own.ts';
import { socketPath } from './socket-path.ts';

/** Where the folder's owner answers, or `undefined` when no process uses the folder. */
export async function ownerPath(folder: string): Promise<string | undefined> {
  const path = socketPath(folder);
  return (await answers(path)) ? path : undefined;
}
