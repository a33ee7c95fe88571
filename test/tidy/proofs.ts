import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Source } from './repository.ts';

const FrontMatter = z.strictObject({
  /** The code that the proof speaks of, beside it. */
  files: z.array(z.string().regex(/^[a-z0-9.-]+\.ts$/)).min(1),
  /** SHA-256, hex, over the bytes of these files in this order. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const LABEL = /\bStep ([A-Z0-9]+)\b/g;

/** What is wrong with a proof: stale, or steps that code and argument don't share. `read` gives a file by its path. */
export function proofBreaches(proof: Source, read: (path: string) => string): readonly string[] {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(proof.text) ?? [];
  const front = FrontMatter.safeParse(parse(head, { schema: 'failsafe' })); // a hash of digits alone is text too
  if (!front.success) {
    return [`${proof.path}: the front matter holds other things than files and sha256`];
  }
  const code = front.data.files.map((file) => read(posix.join(posix.dirname(proof.path), file))).join('');
  const stale = createHash('sha256').update(code).digest('hex') !== front.data.sha256;
  return [
    ...(stale ? [`${proof.path}: is stale; read it against the code, then run scripts/proof-hash.mjs`] : []),
    ...stepBreaches(proof.path, labelsIn(body), labelsIn(code)),
  ];
}

function stepBreaches(path: string, argued: ReadonlySet<string>, coded: ReadonlySet<string>): readonly string[] {
  return [
    ...(argued.size === 0 ? [`${path}: names no step`] : []),
    ...[...argued].filter((step) => !coded.has(step)).map((step) => `${path}: no code is labelled Step ${step}`),
    ...[...coded].filter((step) => !argued.has(step)).map((step) => `${path}: Step ${step} of the code isn't argued`),
  ];
}

function labelsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(LABEL)].map(([, label = '']) => label));
}
