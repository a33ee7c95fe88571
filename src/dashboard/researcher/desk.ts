import type {
  Draft,
  FederatedQuote,
  FederatedReply,
  Hopeless,
  Quote,
  SiteFacts,
  SiteState,
} from '../../contract/index.ts';

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

/** A question that was asked. */
export interface Asked {
  readonly id: string;
  readonly wanted: Wanted;
  /** What the builder's form held, as a query; empty where it was put together elsewhere. */
  readonly form: string;
  /** In which project, where that isn't the desk's own. */
  readonly project?: string;
  readonly sites: ReadonlyMap<string, SiteState | 'asked'>;
  /** Until when sites take the signed request, where it can be sent again from these pages: milliseconds since 1970-01-01 UTC. */
  readonly until?: number | undefined;
  /** Whether its asker has let go of the request, for a total. */
  readonly isLetGo?: boolean;
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
  /** `unchecked` when none of the site's keys was there to check it by. */
  readonly evidence: 'holds' | 'broken' | 'unchecked';
  readonly checkpoint: string;
}

/** A forest plot, or why there is none. */
export type Forest = Plot | { readonly why: string };

/** A forest plot, on which scale its numbers stand, and its estimate taken back from a logarithm, logit or atanh. */
export interface Plot {
  readonly svg: string;
  readonly text: string;
  readonly scale: 'plain' | 'log' | 'logit' | 'atanh';
  /** The estimate and the ends of its interval. */
  readonly back: readonly string[] | undefined;
}

/** Which effect of each site, between which cells. */
export interface EffectForm {
  readonly effect: string;
  readonly groups: readonly string[];
  readonly outcomes: readonly string[];
}

/** What can be said of answers, whoever asked. */
export interface Reading {
  readonly effects: readonly string[];
  methods(asked: Asked): string;
  check(asked: Asked): readonly Checked[];
  receipts(asked: Asked): string | undefined;
  forest(asked: Asked, effect: EffectForm): Forest;
}

/** What a question would cost at each site, and why no answer would come, where that shows beforehand. */
export interface Quoted {
  readonly quote: FederatedQuote;
  readonly hopeless: Hopeless | undefined;
}

/** What a workbench is drawn over. Everything that signs, reads files or asks stands behind it. */
export interface Desk extends Reading {
  readonly coordinator: string;
  readonly project: string;
  readonly publicKey: string;
  readonly policy: string;
  /** The fields that questions of the project may use, as far as that is known. */
  fields(): readonly BuilderField[];
  readonly key: {
    /** Whether a passphrase opens it; a key without one opens by itself. */
    readonly isSealed: boolean;
    isOpen(): boolean;
    open(passphrase: string): boolean;
    forget(): void;
  };
  sites(): Promise<readonly string[]>;
  quote(wanted: Wanted): Promise<Quoted>;
  /** Begins to ask; gives the name under which the answer will stand, or `undefined` where none could come, so that nobody is asked. */
  ask(wanted: Wanted, form: string): Promise<string | undefined>;
  /** Sends the signed request of an earlier question again, as it is, unless it is let go of; false where there is none. */
  sendAgain(id: string): boolean;
  /** Lets go of the signed request of an earlier total, so that the same one is signed anew; false where there is none. */
  letGo(id: string): boolean;
  asked(): readonly Asked[];
  saved(): readonly Saved[];
  save(name: string, wanted: Wanted, form: string): Saved;
  /** The same as a command. */
  command(wanted: Wanted): string;
}

/** What a question comes to by the policy alone, at any site that counts in pure ε; or, in one sentence, why it is none. */
export type Estimate = Pick<Quote, 'epsilon' | 'cells' | 'measures' | 'pieces'> | { readonly why: string };

/** Who would ask: both go into the command, and nowhere else. */
export interface Asker {
  readonly project: string;
  /** Where the key's file lies on the asker's machine. */
  readonly keyFile: string;
}

/** How a site stands, as far as it says itself; `null` for one that hasn't been reached. */
export interface SiteHealth {
  readonly site: string;
  readonly facts: SiteFacts | null;
  /** When it was last heard of: milliseconds since 1970-01-01 UTC. */
  readonly lastMs: number | undefined;
}

/** The federation as a coordinator sees it. */
export interface Federation {
  /** None, unless all sites that were reached work under one policy that the coordinator has the document of. */
  readonly fields: readonly BuilderField[];
  readonly sites: readonly SiteHealth[];
}

/** What a coordinator's pages are drawn over: it has no key, asks nothing of its own, and keeps no answer on disk. */
export interface FederationDesk extends Reading {
  readonly name: string;
  /** Where programs reach the coordinator. */
  readonly address: string;
  readonly minSites: number;
  readonly patientSitesMax: () => number;
  federation(): Promise<Federation>;
  /** The policy that sites named when they were last asked. */
  policy(): string | undefined;
  estimate(wanted: Wanted): Promise<Estimate>;
  command(wanted: Wanted, asker: Asker): string;
  /** The command that starts the asker's own pages. */
  workbench(asker: Asker): string;
  /** Sends a signed request on, once more or for the first time, for this browser; `undefined` when it is none. */
  send(browser: string, signed: string): string | undefined;
  /** What this browser has sent, the latest first. */
  asked(browser: string): readonly Asked[];
}
