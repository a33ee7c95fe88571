import { assert, LIMITS } from '../base/index.ts';
import type { Fold } from '../journal/index.ts';
import { assertBalanced } from './balance.ts';
import type { Books } from './books.ts';
import { CommitBody, GrantBody, RefuseBody, ReplayBody, ReserveBody, ResumeBody, VoidBody } from './kinds.ts';
import { type Post, postCommit, postGrant, postReplay, postReserve, postResume, postVoid } from './post.ts';

const KINDS = Object.freeze({
  grant: GrantBody,
  reserve: ReserveBody,
  resume: ResumeBody,
  commit: CommitBody,
  void: VoidBody,
  replay: ReplayBody,
  refuse: RefuseBody,
});

const POSTS: ReadonlyMap<string, Post> = new Map<keyof typeof KINDS, Post>([
  ['grant', postGrant],
  ['reserve', postReserve],
  ['resume', postResume],
  ['commit', postCommit],
  ['void', postVoid],
  ['replay', postReplay],
  // A refusal changes no balance and binds no request id: nothing is kept of it.
  ['refuse', () => undefined],
]);

/**
 * The fold that keeps `books`. Adds them up anew every `LIMITS.refoldRecords` records while serving; before that, where the
 * number of records has doubled, so that replay takes time in proportion to them.
 */
export function foldOf(books: Books, isServing: () => boolean): Fold {
  let posted = 0;
  let checkAt: number = LIMITS.refoldRecords;
  return {
    kinds: KINDS,
    apply(record) {
      const post = POSTS.get(record.kind);
      assert(post !== undefined, 'a fold gets its own kinds of record only');
      post(books, record);
      posted += 1;
      const due = isServing() ? posted % LIMITS.refoldRecords === 0 : posted === checkAt;
      if (due) {
        assertBalanced(books);
        checkAt = 2 * posted;
      }
    },
  };
}
