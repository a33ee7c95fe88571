import { dicomwebArchive, type Listing } from './dicomweb.ts';
import type { Archive } from './entry.ts';
import { folderArchive } from './folder.ts';
import type { Source } from './source.ts';
import { tableArchive } from './table.ts';

/** Opens a source; `server` says how a DICOMweb service is reached. */
export function openArchive(source: Source, listing: Listing): Archive {
  switch (source.kind) {
    case 'folder':
      return folderArchive(source.folder, listing.keyed);
    case 'dicomweb':
      return dicomwebArchive(listing);
    case 'table':
      return tableArchive(source, listing.keyed);
  }
}
