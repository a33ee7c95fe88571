import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCoordinator } from '../support/spoken-site.ts';

const digest = (at: number): string => at.toString(16).padStart(64, '0');

interface Answer {
  readonly site: string;
  readonly answerDigest: string | null;
  readonly loss: { readonly epsilon: string; readonly blocks: number[] } | null;
  readonly total?: { readonly textHash: string; readonly round: string };
}

/** What a log says of patients' losses after these answers, one question each. */
async function lossesAfter(answers: readonly Answer[]): Promise<readonly bigint[] | undefined> {
  return (await questionsAfter(answers)).losses();
}

async function questionsAfter(answers: readonly Answer[]) {
  const { journal, questions } = await testCoordinator([]);
  for (const { total, ...answer } of answers) {
    const body = { requestId: 'x', sites: [{ ...answer, state: 'answered' }], ...(total && { total }) };
    await journal.append({ kind: 'outcome', actor: 'coordinator', body }).durable;
  }
  await journal.close();
  return questions;
}

describe('what a patient can have lost', () => {
  it('is, at each site, what was asked of the patient’s own block: the dearest of them', async () => {
    const answers = [
      { site: 'a', answerDigest: digest(1), loss: { epsilon: '0.5', blocks: [2025] } },
      { site: 'a', answerDigest: digest(2), loss: { epsilon: '0.3', blocks: [2025, 2026] } },
      { site: 'a', answerDigest: digest(3), loss: { epsilon: '0.4', blocks: [2026] } },
      { site: 'b', answerDigest: digest(4), loss: { epsilon: '0.000000001', blocks: [2026] } },
    ];
    expect(await lossesAfter(answers)).toEqual([800_000_000n, 1n]);
  });

  it('counts an answer that is served again once, and one without a receipt each time', async () => {
    const answer = { site: 'a', answerDigest: digest(1), loss: { epsilon: '0.5', blocks: [2026] } };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (times) => {
        expect(await lossesAfter(Array.from({ length: times }, () => answer))).toEqual([500_000_000n]);
        const bare = Array.from({ length: times }, () => ({ ...answer, answerDigest: null }));
        expect(await lossesAfter(bare)).toEqual([BigInt(times) * 500_000_000n]);
      }),
    );
  });

  it('counts a site’s vector once for a round of a total, as the dearest that came of it, and every round of one request', async () => {
    const part = (at: number, epsilon: string, blocks: number[]) => (textHash: string, round: string) => ({
      ...{ site: 'a', answerDigest: digest(at), loss: { epsilon, blocks }, total: { textHash, round } },
    });
    const [one, other] = [digest(100), digest(200)];
    const questions = await questionsAfter([
      part(1, '0.1', [])(one, digest(101)),
      part(2, '0.3', [2025])(one, digest(101)),
      part(3, '0.5', [2025, 2026])(one, digest(101)),
      part(4, '0.2', [2025])(one, digest(101)),
      part(5, '0.5', [2025])(one, digest(102)),
      part(6, '0.5', [2025])(other, digest(201)),
    ]);
    expect(questions.lossesOf(one)).toEqual([1_000_000_000n]);
    expect(questions.lossesOf(other)).toEqual([500_000_000n]);
    expect(questions.losses()).toEqual([1_500_000_000n]);
    expect(questions.lossesOf(digest(300))).toEqual([]);
  });

  it('says of a total that an earlier version put on record what it cost when it is sent again, and counts nothing twice', async () => {
    const answer = { site: 'a', answerDigest: digest(1), loss: { epsilon: '0.5', blocks: [2026] } };
    const again = { ...answer, total: { textHash: digest(100), round: digest(101) } };
    for (const answers of [
      [answer, again],
      [answer, again, again],
      [answer, again, { ...again, answerDigest: digest(2) }],
    ]) {
      const questions = await questionsAfter(answers);
      expect(questions.lossesOf(digest(100))).toEqual([500_000_000n]);
      expect(questions.losses()).toEqual([500_000_000n]);
    }
  });

  it('has no sum once an answer’s guarantee isn’t pure ε', async () => {
    expect(await lossesAfter([{ site: 'a', answerDigest: digest(1), loss: null }])).toBeUndefined();
  });
});
