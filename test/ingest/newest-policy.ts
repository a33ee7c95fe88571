import { publishedPolicy, versionFiles } from '../policy/published.ts';

/** The policy version that reads most: nested items and reports too. */
export const NEWEST_POLICY = publishedPolicy(versionFiles().at(-1));
