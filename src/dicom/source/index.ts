/** Sources: what is to be read, and how it is named. */
export type { Archive, Entry, Named, Readable } from './entry.ts';
export { fileKey, sourceKey } from './file-key.ts';
export { FILES_PER_TURN } from './folder.ts';
export { isAddress, namedSource } from './name.ts';
export { obstacleError } from './obstacle.ts';
export { openArchive } from './open.ts';
export { type Source, UNITS, type Unit } from './source.ts';
