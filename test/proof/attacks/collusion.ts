import { type Attack, limitOf } from '../support/attack.ts';
import { defended, type Life, placesOf, poolOf, undefended } from '../support/life.ts';
import { guessOf, optimumOf, ratioOf } from '../support/likelihood.ts';
import { worldOf } from '../support/world.ts';
import { coins, others, policy, question, target } from './people.ts';

const SITES = 3;
const query = question({ count: 'patients', where: { Modality: 'CT', PatientAge: { between: [55, 90] } } }, '0.5');

/** One patient at three sites: whoever pools the answers of all sites has the sum of their losses, and no more. */
export async function collusion(): Promise<readonly Attack[]> {
  const worlds = [
    await worldOf(others, { policy, queries: [query] }),
    await worldOf([...others, target], { policy, queries: [query] }),
  ] as const;
  const places = placesOf(policy, { query }, worlds);
  const guessed = async (sites: readonly Life[], rounds: number, number: number): Promise<boolean> => {
    const { bit, tie } = coins(41, number);
    let ratio = 0;
    for (const site of sites) {
      for (let round = 0; round < rounds; round += 1) {
        const heard = await site.ask({ query, world: worlds[bit] });
        ratio += typeof heard === 'string' || heard.replayed ? 0 : ratioOf(places, heard.values);
      }
    }
    return guessOf(ratio, tie) === (bit === 1);
  };
  return [
    {
      name: 'collusion: one patient at three sites',
      knowledge: 'all patients but one, who is at all sites or at none',
      questions: 'the same count of patients at ε 0.5, five times at each of three sites',
      epsilon: '1.5',
      trials: 300,
      limit: limitOf(SITES * 0.5),
      predicted: optimumOf(Array.from({ length: SITES }, () => places).flat()),
      async trial(number) {
        const sites = await Promise.all(
          Array.from({ length: SITES }, (_, site) =>
            defended({ policy, cap: '0.5', seed: 410_000 + SITES * number + site }),
          ),
        );
        const right = await guessed(sites, 5, number);
        return { right, spentNano: sites.reduce((sum, site) => sum + site.spentNano(), 0n) };
      },
      arm: {
        build: 'fresh noise for every question, no budget, 30 times at each site',
        trials: 300,
        trial: (number) =>
          guessed(
            Array.from({ length: SITES }, (_, site) => undefended(policy, poolOf(430_000 + SITES * number + site))),
            30,
            number + 50_000,
          ),
      },
    },
  ];
}
