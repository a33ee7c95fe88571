/** Floor 6: pages for stewards and researchers, drawn on the server; they hold nothing and decide nothing. */
export { preferenceRoutes } from './layout/preferences.ts';
export type {
  Asked,
  Asker,
  BuilderField,
  Checked,
  Desk,
  EffectForm,
  Estimate,
  Federation,
  FederationDesk,
  Forest,
  Quoted,
  Reading,
  Saved,
  Wanted,
} from './researcher/desk.ts';
export { federationRoutes } from './researcher/federation-routes.tsx';
export { drawResearchFault, researcherRoutes } from './researcher/routes.tsx';
export { noiseQuoted } from './researcher/together.ts';
export { drawAccess } from './site/access/pages.tsx';
export { decisionsCsv } from './site/log/file.ts';
export { inEnglish } from './site/log/words.ts';
export { LONG_FORMS } from './site/long-forms.ts';
export { sitePages } from './site/pages.tsx';
export type { SitePagesParts } from './site/visit.ts';
export { assetRoutes } from './style/assets.ts';
