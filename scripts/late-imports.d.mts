import type { Metafile } from 'esbuild';

/** What a bundle's modules take of what they load late, and don't get: one line each. */
export function missedByLateImports(metafile: Metafile, read: (path: string) => string): readonly string[];
