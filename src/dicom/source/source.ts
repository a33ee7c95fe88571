/** Where headers come from. */
export type Source =
  /** Every file below a folder; its path is absolute and has no symbolic link. */
  | { readonly kind: 'folder'; readonly folder: string }
  /** Every series of a DICOMweb server. */
  | {
      readonly kind: 'dicomweb';
      /** Address of the service, without a slash at its end. */
      readonly base: string;
      /** The value of the Authorization header. */
      readonly authorization?: string | undefined;
    }
  /** Every row of a file; its path is absolute. */
  | { readonly kind: 'table'; readonly path: string; readonly format: 'csv' | 'parquet' };

/** What the progress of a source is counted in. */
export type Unit = 'files' | 'series' | 'rows';

/** The unit of each kind of source. */
export const UNITS = Object.freeze({ folder: 'files', dicomweb: 'series', table: 'rows' } as const);
