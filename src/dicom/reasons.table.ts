import type { NoText } from '../warehouse/index.ts';

/** Why a file isn't an image header at all. Closed: these words appear in reports. */
export const SKIP_REASONS = [
  'not-dicom', // no DICM prefix
  'dicomdir', // an index of a medium, not an image; the paths in it are never followed
  'symbolic-link', // never followed: inside the tree its target is visited anyway, outside it isn't ours
  'not-a-file', // a device, socket or pipe
] as const;

/** Why something that should be a header isn't stored. Closed: these words appear in reports, logs and the quarantine list. */
export const QUARANTINE_REASONS = [
  'unreadable', // the operating system refused to open or read it
  'no-preamble', // starts like a data set but has no preamble, so nothing says how it is encoded
  'no-transfer-syntax', // (0002,0010) is missing
  'unknown-transfer-syntax', // private or unregistered, so its header can't be walked
  'inflate-failed', // a deflated data set that isn't deflate
  'inflate-too-large', // a deflated data set that grows beyond the cap
  'truncated', // ends inside an element
  'length-beyond-end', // an element claims more bytes than its item, sequence or file has
  'unknown-vr', // two bytes where a value representation belongs
  'undefined-length', // an undefined length on an element that can't have one
  'stray-item', // an item or delimiter where none belongs
  'too-deep', // sequences nested deeper than the bound
  'too-many-elements', // more elements than the bound
  'header-too-long', // no pixel data within the longest header that is read
  'duplicate-element', // a top-level element occurs twice
  'element-too-long', // an element that would be kept is longer than the bound
  'parser-failed', // the parser threw, whatever it said
  'no-patient-id', // nothing to tell one patient from another
  'no-instance-ids', // study, series or instance UID is missing
  'identity-in-value', // the self-test found an identity in what would be stored
  'deadline', // parsing took longer than the bound
  'memory', // parsing took more memory than the bound
  'crashed', // the parsing process ended by itself
  'source-failed', // the server didn't give the series, however often it was asked
  'source-invalid', // what the server gave isn't DICOM JSON within the bounds
  'broken-row', // a line of a table that doesn't have the columns of its first one, or lost letters before (U+FFFD)
] as const;

/** Why a table as a whole can't be read. Closed; the sentences stand in `source/`. */
export const TABLE_FAULTS = [
  'unreadable', // the operating system or the engine can't read it, to its beginning or to its end
  'empty', // no bytes at all
  'utf-16', // in UTF-16, where UTF-8 is read
  'not-utf-8', // in another encoding: its rows with letters beyond ASCII would be lost, and only those
  'names-end-open', // a separator after the last name, and none at the ends of its rows
  'rows-end-open', // a separator after the last cell of its rows, and none after its last name
  'columns-missing', // the columns that tell patient, study and series apart
  'columns-twice', // columns that are read, of which there are two of one name
  'identifiers-not-text', // columns of identifiers that are numbers with fractions, dates, lists or such
  'too-many-columns', // more columns than the bound
  'reader-died', // whoever read it took more memory or time than one may, or ended by itself; rows before that were told
  'too-many-refused', // more rows that can't be taken than the bound; those before were told
] as const;

/** What a column of identifiers may be instead of text. */
export const NO_TEXT = [
  'fractions',
  'truth-values',
  'moments',
  'lists',
  'unreadable',
] as const satisfies readonly NoText[];

/** One of `SKIP_REASONS`. */
export type SkipReason = (typeof SKIP_REASONS)[number];
/** One of `QUARANTINE_REASONS`. */
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
/** One of `TABLE_FAULTS`. */
export type TableFault = (typeof TABLE_FAULTS)[number];
