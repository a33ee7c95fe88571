import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hexToBytes, hmacSha256, isSfumatoError } from '../../src/base/index.ts';
import type { RegisterDigest } from '../../src/warehouse/index.ts';
import { inFolder, pseudonym, publishRows, row, TRUNCATION_KEY } from './support/archive.ts';
import { smallPolicy } from './support/small-policy.ts';
import { storedRows } from './support/stored-rows.ts';

// Rolling back publishes an older staging again. Whatever is ingested again, rolled back to or restored from a backup in between,
// nobody who withdrew comes back.

const PEOPLE = ['ada', 'bea', 'cyd', 'dot'] as const;
/** Two versions of a policy, each with its own staging: publishing under the other one is a roll-back. */
const POLICIES = [smallPolicy(), smallPolicy({ derived: true })] as const;

type Step =
  | { readonly does: 'ingest'; readonly person: number; readonly policy: 0 | 1 }
  | { readonly does: 'opt-out'; readonly person: number }
  | { readonly does: 'publish'; readonly policy: 0 | 1 }
  | { readonly does: 'back up' }
  | { readonly does: 'restore'; readonly register: boolean };

const person = fc.nat(PEOPLE.length - 1);
const policy = fc.constantFrom<0 | 1>(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('ingest' as const), person, policy }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('opt-out' as const), person }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('publish' as const), policy }) },
  { weight: 1, arbitrary: fc.constant({ does: 'back up' as const }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('restore' as const), register: fc.boolean() }) },
);

const rowOf = (name: string) => row([name, `${name} study`, `${name} series`, `${name} instance`], { Modality: 1 });
const seedOf = (name: string) =>
  new DataView(hmacSha256(TRUNCATION_KEY, hexToBytes(pseudonym(name))).buffer).getBigUint64(0);

/** A site's folder with what a test keeps in mind of it. */
class Site {
  readonly outcome = { broughtBack: [] as string[], published: 0, refused: 0 };
  readonly #withdrawn = new Set<string>();
  readonly #pending = new Set<string>();
  readonly #staged = [new Set<string>(), new Set<string>()] as const;
  readonly #folder: string;
  readonly #isFiltered: boolean;
  #expected: RegisterDigest | undefined;
  #publishes = 0;

  constructor(folder: string, isFiltered: boolean) {
    this.#folder = folder;
    this.#isFiltered = isFiltered;
  }

  async take(step: Step): Promise<void> {
    switch (step.does) {
      case 'ingest':
        this.#staged[step.policy].add(PEOPLE[step.person] ?? 'ada');
        break;
      case 'opt-out':
        this.#withdrawn.add(PEOPLE[step.person] ?? 'ada');
        this.#pending.add(PEOPLE[step.person] ?? 'ada');
        break;
      case 'publish':
        await this.#publish(step.policy);
        break;
      case 'back up':
        rmSync(this.#at('backup'), { recursive: true, force: true });
        this.#copy('register.sealed', 'backup/register.sealed');
        this.#copy('staging', 'backup/staging');
        break;
      case 'restore':
        this.#copy(
          step.register ? 'backup/register.sealed' : 'backup/staging',
          step.register ? 'register.sealed' : 'staging',
        );
    }
  }

  async #publish(which: 0 | 1): Promise<void> {
    this.#publishes += 1;
    try {
      const made = await publishRows({
        folder: this.#folder,
        policy: POLICIES[which],
        rows: [...this.#staged[which]].map(rowOf),
        // Only who withdrew since the last publish is named; the register remembers the others.
        optedOut: this.#isFiltered ? [...this.#pending].map(pseudonym) : [],
        seed: `publish ${this.#publishes}`,
        day: new Date(Date.UTC(2026, this.#publishes, 2)).toISOString(),
        ...(this.#expected === undefined ? {} : { expected: this.#expected }),
      });
      this.#expected = made.record;
      this.#pending.clear();
      this.#copy('register.sealed', 'newest.sealed');
      const seeds = new Set((await storedRows(made.file, POLICIES[which])).map(({ seed }) => seed));
      this.outcome.published += seeds.size;
      this.outcome.broughtBack.push(...[...this.#withdrawn].filter((gone) => seeds.has(seedOf(gone))));
    } catch (error) {
      // An older register is refused; whoever restored it then restores the newest copy.
      expect(isSfumatoError(error, 'register-corrupt')).toBe(true);
      this.outcome.refused += 1;
      this.#copy('newest.sealed', 'register.sealed');
    }
  }

  #copy(from: string, to: string): void {
    if (existsSync(this.#at(from))) {
      cpSync(this.#at(from), this.#at(to), { recursive: true });
    }
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }
}

/** Takes the steps in a folder of their own; `isFiltered` is whether publish is told who withdrew, as it always is but in the control. */
function take(steps: readonly Step[], isFiltered: boolean): Promise<Site['outcome']> {
  return inFolder(async (folder) => {
    const site = new Site(folder, isFiltered);
    for (const one of steps) {
      await site.take(one);
    }
    return site.outcome;
  });
}

const sequences = fc.array(step, { minLength: 6, maxLength: 14 });

it('brings nobody back who withdrew, in any order of ingest, opt-out, publish, roll-back and restore', async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      const outcome = await take(steps, true);
      expect(outcome.broughtBack).toEqual([]);
      seen += outcome.published;
    }),
    { numRuns: 12 },
  );
  expect(seen).toBeGreaterThan(0);
});

it('would bring them back without the filter', async () => {
  const property = fc.asyncProperty(sequences, async (steps) => {
    expect((await take(steps, false)).broughtBack).toEqual([]);
  });
  const { failed } = await fc.check(property, { numRuns: 60, endOnFailure: true });
  expect(failed).toBe(true);
});

it('keeps to the register that is newest: a restored one is refused, and then nobody comes back', async () => {
  const steps: readonly Step[] = [
    { does: 'ingest', person: 0, policy: 0 },
    { does: 'ingest', person: 1, policy: 0 },
    { does: 'publish', policy: 0 },
    { does: 'back up' },
    { does: 'opt-out', person: 0 },
    { does: 'publish', policy: 0 },
    { does: 'restore', register: true },
    { does: 'restore', register: false },
    { does: 'publish', policy: 0 },
    { does: 'publish', policy: 0 },
  ];
  expect(await take(steps, true)).toEqual({ broughtBack: [], published: 4, refused: 1 });
});
