import type { Lang, Say } from '../texts/say.ts';

/** How pages look: as the device wants it, or as the visitor chose. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** An entry of the menu. */
export interface NavItem {
  readonly href: string;
  readonly label: string;
}

/** Groups of entries; a group without a title stands first. */
export interface NavGroup {
  readonly title?: string;
  readonly items: readonly NavItem[];
}

/** What the frame around every page needs to know. */
export interface View {
  readonly lang: Lang;
  readonly theme: Theme;
  readonly say: Say;
  /** This page, with its query: where the switches lead back to, and which entry of the menu is current. */
  readonly path: string;
  /** Whose pages these are: the name of a site or coordinator. */
  readonly owner: string;
  readonly nav: readonly NavGroup[];
  /** The policy in force, “id@version”, where it is known. */
  readonly policy?: string | undefined;
  readonly visitor?: { readonly person: string; readonly roles: readonly string[] } | undefined;
  /** Goes into every form that changes something; empty before sign-in. */
  readonly csrf?: string | undefined;
}
