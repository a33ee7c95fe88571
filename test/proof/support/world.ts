import type { Query } from '../../../src/contract/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import { declared, planOf } from '../../query/support/declared.ts';
import { type Contribution, replayed } from '../../replay/support/history.ts';
import { type Pipeline, REAL } from '../../replay/support/trial.ts';
import { openForTest } from '../../warehouse/support/stored-rows.ts';

/** What the answers to questions are before noise, by the questions' hash: the work of publish and DuckDB, done once. */
export interface World {
  readonly exact: (queryHash: string) => readonly bigint[];
}

/** Works out a history's answers before noise. `pipeline` may be an undefended one. */
export function worldOf(
  history: readonly Contribution[],
  { policy, queries, pipeline = REAL }: { policy: Policy; queries: readonly Query[]; pipeline?: Pipeline },
): Promise<World> {
  return replayed(history, policy, (file) => worldIn(file, { policy, queries, pipeline }));
}

/** As `worldOf`, of a snapshot that is there. */
export async function worldIn(
  file: string,
  { policy, queries, pipeline = REAL }: { policy: Policy; queries: readonly Query[]; pipeline?: Pipeline },
): Promise<World> {
  const snapshot = await openForTest(await pipeline.stored(file), policy);
  const known = new Map<string, readonly bigint[]>();
  try {
    for (const query of queries) {
      const { question, queryHash } = planOf(policy, query, declared(policy));
      const statement = pipeline.compile(question);
      known.set(queryHash, await pipeline.count(snapshot, { question, statement }));
    }
  } finally {
    snapshot.close();
  }
  return {
    exact(queryHash) {
      const values = known.get(queryHash);
      if (values === undefined) {
        throw new Error('this question was not worked out');
      }
      return values;
    },
  };
}
