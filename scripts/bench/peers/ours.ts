import { systemEntropy } from '../../../src/base/index.ts';
import { mintCharge, openReleased } from '../../../src/privacy/for-budget.ts';
import { sealExact } from '../../../src/privacy/for-query.ts';
import { discreteGaussian } from '../../../src/privacy/gaussian/discrete-gaussian.ts';
import { draw, noisePool, release } from '../../../src/privacy/index.ts';
import { bitsFrom } from '../../../src/privacy/laplace/coins.ts';
import { discreteLaplace } from '../../../src/privacy/laplace/discrete-laplace.ts';
import { rational } from '../../../src/privacy/rational.ts';
import { exactValues } from '../../../src/query/execute.ts';
import { type Compared, questions } from '../query-questions.ts';
import { type On, plannedOn } from '../query-runner.ts';
import type { Kind, Peer, Task } from './task.ts';

/** The questions of a task as researchers ask them here. */
export function questionOf(kind: Kind, { policy }: Pick<On, 'policy'>): Compared {
  const named = { one: 'patients, one predicate', groups: 'patients by 7 modalities' }[kind];
  const question = questions(policy).find(({ name }) => name === named);
  if (question === undefined) {
    throw new Error(`no question is named ${named}`);
  }
  return question;
}

/** A question as a node answers it: planned, run, bounded, and released with fresh noise. Nothing is signed or kept, as nothing is by the others. */
export function ours(on: On, { epsilon }: Pick<Task, 'epsilon'>): Peer {
  const pool = noisePool({ entropy: systemEntropy(), schedule: setImmediate });
  return {
    name: 'Sfumato',
    async ask(kind) {
      const start = performance.now();
      const values = await plannedOn({ ...questionOf(kind, on).query, epsilon }, on, async (plan) => {
        const { mechanism, question, compiled: statement } = plan;
        const exact = sealExact(mechanism, await exactValues(on.scan, { question, statement }));
        const released = release({ exact, charge: mintCharge(mechanism), noise: draw(mechanism, pool) });
        return openReleased(released, mechanism);
      });
      return { ms: performance.now() - start, counts: values.map(Number) };
    },
    draws(law, count) {
      const bits = bitsFrom(systemEntropy());
      const sampler =
        law === 'laplace' ? discreteLaplace(rational(2n, 1n), bits) : discreteGaussian(rational(100n, 1n), bits);
      const start = performance.now();
      for (let left = count; left > 0; left -= 1) {
        sampler();
      }
      return Promise.resolve((count * 1_000) / (performance.now() - start));
    },
    close: () => on.scan.close(),
  };
}
