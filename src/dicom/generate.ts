/** The door to the generator of synthetic archives, for the demonstration and for tests. */
export { SiteManifest } from './generate/manifest.ts';
export { generateSite } from './generate/site.ts';
