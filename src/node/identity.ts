import { SfumatoError } from '../base/index.ts';
import type { SiteRecord } from './catalog/catalog.ts';
import type { NodeContext } from './context.ts';
import { keyFingerprint } from './keys/key-ring.ts';

/** Who this site is, from its configuration and keys. A fingerprint says nothing of its key. */
export function identityOf({ config, keys }: Pick<NodeContext, 'config' | 'keys'>): SiteRecord {
  const { site, domain, domainSince } = config;
  const { pseudonym, truncation, seal } = keys;
  const [first, second] = [keyFingerprint(pseudonym), keyFingerprint(truncation)];
  return { site, domain, domainSince, keys: { pseudonym: first, truncation: second, seal: seal.idOf(seal.current()) } };
}

/** Compares what a site is called with what its journal says. @throws SfumatoError `config-invalid`. */
export function assertNames(recorded: SiteRecord | undefined, now: Omit<SiteRecord, 'keys'>): void {
  if (recorded === undefined) {
    return;
  }
  const { site, domain, domainSince } = recorded;
  if (now.site !== site || now.domain !== domain || now.domainSince !== domainSince) {
    const sentence = `This folder began as site ${site}, domain ${domain}, since ${domainSince}; the configuration must say the same for ever.`;
    throw new SfumatoError('config-invalid', sentence);
  }
}

/**
 * Compares a site with what its journal says it is. Another domain or another pseudonym key would give every patient a new
 * budget; which seal key is in use is another matter, because that one is rotated. @throws SfumatoError `config-invalid` or `key-invalid`, naming what differs.
 */
export function assertIdentity(recorded: SiteRecord, now: SiteRecord): void {
  assertNames(recorded, now);
  assertLifelongKeys(recorded, now.keys);
}

/** Compares the keys that a site has for life. @throws SfumatoError `key-invalid`, naming the key. */
export function assertLifelongKeys(recorded: SiteRecord, keys: Omit<SiteRecord['keys'], 'seal'>): void {
  for (const purpose of ['pseudonym', 'truncation'] as const) {
    if (recorded.keys[purpose] !== keys[purpose]) {
      throw new SfumatoError(
        'key-invalid',
        `The ${purpose} key is not the one that this site began with; restore that one.`,
      );
    }
  }
}
