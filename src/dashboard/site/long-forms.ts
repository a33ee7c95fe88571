import { LIST_FORM } from './consent-routes.tsx';
import { POLICY_FORMS } from './policies/new-policy-routes.tsx';

/** Forms that hold a whole document or list: longer than others may be. */
export const LONG_FORMS: readonly string[] = [...POLICY_FORMS, LIST_FORM];
