import type { Draft, FederatedQuote, FederatedReply, SiteState } from '../../contract/index.ts';

/** A field that questions may use: listed values, or numbers in a unit. */
export interface BuilderField {
  readonly name: string;
  readonly values?: readonly string[];
  readonly range?: { readonly low: number; readonly high: number; readonly step: number; readonly unit: string };
}

/** A question as it stands in the form, and of whom it is asked: all sites where none is named. */
export interface Wanted {
  readonly draft: Draft;
  readonly sites: readonly string[];
  readonly total: boolean;
}

/** A question that was asked in this session. */
export interface Asked {
  readonly id: string;
  readonly wanted: Wanted;
  readonly form: string;
  readonly sites: ReadonlyMap<string, SiteState | 'asked'>;
  readonly reply: FederatedReply | undefined;
  /** One sentence, where nothing came of it. */
  readonly failed: string | undefined;
}

/** A question that was kept. */
export interface Saved {
  readonly name: string;
  readonly version: number;
  /** What the form held, as a query. */
  readonly form: string;
}

/** Whether a site's receipt shows that its answer is in its log. */
export interface Checked {
  readonly site: string;
  readonly holds: boolean;
  readonly checkpoint: string;
}

/** A forest plot, or why there is none. */
export type Forest = { readonly svg: string; readonly text: string } | { readonly why: string };

/** Which effect of each site, between which cells. */
export interface EffectForm {
  readonly effect: string;
  readonly groups: readonly string[];
  readonly outcomes: readonly string[];
}

/** What the researcher's pages are drawn over. Everything that signs, reads files or asks stands behind it. */
export interface Desk {
  readonly coordinator: string;
  readonly project: string;
  readonly publicKey: string;
  readonly policy: string;
  readonly fields: readonly BuilderField[];
  readonly effects: readonly string[];
  readonly key: { isOpen(): boolean; open(passphrase: string): boolean; forget(): void };
  sites(): Promise<readonly string[]>;
  quote(wanted: Wanted): Promise<FederatedQuote>;
  /** Begins to ask; gives the name under which the answer will stand. */
  ask(wanted: Wanted, form: string): Promise<string>;
  asked(): readonly Asked[];
  saved(): readonly Saved[];
  save(name: string, wanted: Wanted, form: string): Saved;
  command(wanted: Wanted): string;
  methods(asked: Asked): string;
  check(asked: Asked): readonly Checked[];
  receipts(asked: Asked): string | undefined;
  forest(asked: Asked, effect: EffectForm): Forest;
}
