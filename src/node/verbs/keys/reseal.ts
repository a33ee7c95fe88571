import { resealQuarantined } from '../../../dicom/index.ts';
import { resealConsent, resealRegister } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

/** Seals what isn't in the journal anew, under the key in use: the intake register, the consent file and the quarantine list. */
export async function resealFiles({ folder, keys, entropy }: NodeContext): Promise<void> {
  const [key, formerKeys] = [keys.seal.current(), keys.seal.all()];
  resealRegister({ folder, key, formerKeys, entropy });
  resealConsent({ folder, key, formerKeys, entropy });
  await resealQuarantined({ siteFolder: folder, sealKey: key, formerSealKeys: formerKeys, entropy });
}
