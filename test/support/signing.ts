import { publicKeyOf, randomBytes, randomId, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import { type Draft, type Request, signRequest } from '../../src/contract/index.ts';

const entropy = systemEntropy();

/** An analyst with a key of their own. */
export function analyst() {
  const secretKey = randomBytes(entropy, 32);
  return { secretKey, publicKey: toBase64Url(publicKeyOf(secretKey)) };
}

/** What is asked, of whom, by which key. */
interface Signing {
  readonly secretKey: Uint8Array;
  readonly draft: Draft;
  readonly sites: readonly string[];
  readonly change?: Partial<Request>;
}

/** A signed question to `sites`. */
export function signedQuestion(options: Signing): string {
  return signRequest('question', requestOf(options), options.secretKey);
}

/** The same, to be priced only. */
export function signedDraft(options: Signing): string {
  return signRequest('dry-run', requestOf(options), options.secretKey);
}

function requestOf(options: Signing): Request {
  const { accuracy: _, ...draft } = options.draft;
  return {
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
}
