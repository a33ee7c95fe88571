import { dirname, resolve } from 'node:path';
import type { CoordinatorConfig } from '../../coordinator/index.ts';
import type { Policy } from '../../policy/index.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';

/** Documents of policies that sites work under, beside the published ones. @throws SfumatoError as `loadPolicyFile`. */
export function policiesIn({ pages }: CoordinatorConfig, configFile: string): readonly Policy[] {
  return (pages?.policies ?? []).map((file) => loadPolicyFile(resolve(dirname(configFile), file)));
}
