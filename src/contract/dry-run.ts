import { z } from 'zod';
import { LIMITS } from '../base/index.ts';
import { Blocks, Epsilon, MeasureWire, Name, PieceWire, RefusedWire, Rho } from './answer.ts';

/** A question's price and precision at one site, from request, policy and the asker's own meters alone. */
export const Quote = z.strictObject({
  state: z.literal('quoted'),
  site: Name,
  policy: Name,
  queryHash: Name,
  /** The ε to be signed; under pure ε it is what the question costs, whether or not a stored answer is served. */
  epsilon: Epsilon,
  measures: z.array(MeasureWire).min(1).max(LIMITS.measuresMax),
  /** The noise of each piece of the answer, as it would be drawn; where a stored answer would be served, as it was; where that is of a finer table, as its sums have it. */
  pieces: z.array(PieceWire).min(1).max(LIMITS.piecesMax),
  cells: z.int().positive(),
  /** Seconds from admission to the answer. */
  timeClassSeconds: z.number().positive(),
  blocks: Blocks,
  /** What the question would cost on each own meter now; “0” when a stored answer is served. In ρ where the site counts in zCDP. */
  cost: z.strictObject({ epsilon: Name, rho: Rho.optional(), stored: z.boolean() }),
  /** Whether every meter that it would charge has that much left now, also those that the asker shares with others. */
  covered: z.boolean(),
  /** How many more such questions the asker's own quota at this site covers. */
  moreSuch: z.int().nonnegative(),
});
export type Quote = z.infer<typeof Quote>;

/** What a site says to a draft. */
export const DryRunReply = z.discriminatedUnion('state', [Quote, RefusedWire]);
export type DryRunReply = z.infer<typeof DryRunReply>;

/** How losses are counted: as sums of pure ε, or in zCDP, with ε then stated at this δ. */
const AccountantWire = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pure') }),
  z.strictObject({ kind: z.literal('zcdp'), delta: z.string().regex(/^0\.0{3,14}1$/) }),
]);

/** A program's version, such as 1.2.3 or 1.2.3-rc.1: short, because every page that shows it shows what a site said. */
const ProgramVersion = z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}(-[0-9A-Za-z.]{1,20})?$/);

/** Public facts of a site. */
export const SiteFacts = z.strictObject({
  protocol: z.literal(1),
  site: Name,
  policy: Name,
  deidentificationHash: Name,
  disclosureHash: Name,
  /** Intake blocks that exist at this site: calendar years since its pseudonym domain began. */
  blocks: Blocks,
  minSites: z.int().positive(),
  /** What receipts and checkpoints of the site are verified with; whoever relies on it should have it by another way too. */
  logKey: Name,
  serving: z.boolean(),
  /** How it counts losses, for life; sites of earlier versions don't say. */
  accountant: AccountantWire.optional(),
  /** Of the program that it runs; sites of earlier versions don't say. */
  version: ProgramVersion.optional(),
});
export type SiteFacts = z.infer<typeof SiteFacts>;
