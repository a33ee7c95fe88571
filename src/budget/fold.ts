import type { z } from 'zod';
import { assert, type Json, LIMITS } from '../base/index.ts';
import type { Fold, JournalRecord } from '../journal/index.ts';
import { assertBalanced } from './balance.ts';
import type { Books } from './books.ts';
import {
  AccountantBody,
  CommitBody,
  GrantBody,
  RefuseBody,
  ReplayBody,
  ReserveBody,
  ResumeBody,
  VoidBody,
  WriteOffBody,
} from './kinds.ts';
import {
  type Post,
  postAccountant,
  postCommit,
  postGrant,
  postReplay,
  postReserve,
  postResume,
  postVoid,
  postWriteOff,
} from './post.ts';

/** One kind of record: the schema of its body, and what is done with one that fits it. */
interface Kind {
  readonly schema: z.ZodType;
  readonly read: (body: Json) => ((books: Books, record: JournalRecord) => void) | undefined;
}

function kind<B>(schema: z.ZodType<B>, post: Post<B>): Kind {
  return {
    schema,
    read(body) {
      const parsed = schema.safeParse(body);
      return parsed.success ? (books, record) => post(books, record, parsed.data) : undefined;
    },
  };
}

const KINDS: Readonly<Record<string, Kind>> = Object.freeze({
  accountant: kind(AccountantBody, postAccountant),
  grant: kind(GrantBody, postGrant),
  reserve: kind(ReserveBody, postReserve),
  resume: kind(ResumeBody, postResume),
  commit: kind(CommitBody, postCommit),
  void: kind(VoidBody, postVoid),
  'write-off': kind(WriteOffBody, postWriteOff),
  replay: kind(ReplayBody, postReplay),
  // A refusal changes no balance and binds no request id: nothing is kept of it.
  refuse: kind(RefuseBody, () => undefined),
});

const SCHEMAS = Object.freeze(Object.fromEntries(Object.entries(KINDS).map(([name, { schema }]) => [name, schema])));

/**
 * The fold that keeps `books`. Adds them up anew every `LIMITS.refoldRecords` records while serving; before that, where the
 * number of records has doubled, so that replay takes time in proportion to them.
 */
export function foldOf(books: Books, isServing: () => boolean): Required<Fold> {
  let posted = 0;
  let checkAt: number = LIMITS.refoldRecords;
  const admit: NonNullable<Fold['admit']> = ({ kind: name, body }) => {
    const post = KINDS[name]?.read(body);
    return (
      post &&
      ((record) => {
        post(books, record);
        posted += 1;
        const due = isServing() ? posted % LIMITS.refoldRecords === 0 : posted === checkAt;
        if (due) {
          assertBalanced(books);
          checkAt = 2 * posted;
        }
      })
    );
  };
  return {
    kinds: SCHEMAS,
    apply(record) {
      const take = admit(record);
      assert(take !== undefined, 'a fold gets its own kinds of record only');
      take(record);
    },
    admit,
    follow({ epoch, seq }) {
      books.lastOf.set(epoch, seq);
      books.epochs.add(epoch);
    },
  };
}
