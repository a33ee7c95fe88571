/** Floor 3: how a coordinator reaches a site. */
export { directLink, type SiteLink } from './direct.ts';
