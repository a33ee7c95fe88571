/** Floor 6: pages for stewards and researchers, drawn on the server; they hold nothing and decide nothing. */
export { preferenceRoutes } from './layout/preferences.ts';
export { assetRoutes } from './style/assets.ts';
