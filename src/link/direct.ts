import type { Carry } from './message/caller.ts';
import type { Post } from './outbound.ts';

/** The path on which parties take messages. */
export const LINK_PATH = '/link';

/** The way to a party that listens at `url`, its origin. */
export function directWay(post: Post, url: string): Carry {
  return (body, signal) => post(`${url}${LINK_PATH}`, { body }, signal);
}
