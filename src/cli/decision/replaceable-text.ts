import type { Replaceable } from '../../governance/index.ts';

/** What a site should know before a key is lost, in words; nothing where one more or less doesn't matter. */
export function replaceableText({ canEnrol, onlyOnes }: Replaceable): string | undefined {
  if (!canEnrol) {
    return 'Nobody can be enrolled, given budget or unfrozen here any more: that takes a privacy officer and another privacy officer or steward, and too few have keys that are accepted.';
  }
  return onlyOnes.length === 0
    ? undefined
    : `If the key of ${onlyOnes.join(' or ')} is lost, nobody can be enrolled here any more, for good: that takes a privacy officer and another privacy officer or steward. Enrol more of them, of this site or one of another, while that can be signed.`;
}
