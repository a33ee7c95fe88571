import { publicKeyOf, randomBytes, randomId, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import { type Draft, type Request, signRequest } from '../../src/contract/index.ts';

const entropy = systemEntropy();

/** An analyst with a key of their own. */
export function analyst() {
  const secretKey = randomBytes(entropy, 32);
  return { secretKey, publicKey: toBase64Url(publicKeyOf(secretKey)) };
}

/** A signed question to `sites`. */
export function signedQuestion(options: {
  readonly secretKey: Uint8Array;
  readonly draft: Draft;
  readonly sites: readonly string[];
  readonly change?: Partial<Request>;
}): string {
  const { accuracy: _, ...draft } = options.draft;
  const request: Request = {
    version: 1,
    id: randomId(entropy),
    project: 'lung-imaging',
    key: toBase64Url(publicKeyOf(options.secretKey)),
    sites: [...options.sites],
    minSites: 2,
    maxAttempts: 1,
    policy: 'imaging-metadata@1.1.0',
    expires: Date.now() + 3_600_000,
    query: { ...draft, epsilon: draft.epsilon ?? '0.5', blocks: draft.blocks ?? [new Date().getUTCFullYear()] },
    ...options.change,
  };
  return signRequest('question', request, options.secretKey);
}
