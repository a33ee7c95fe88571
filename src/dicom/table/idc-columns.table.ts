// Column names of the Imaging Data Commons' index tables (idc-index-data: idc_index, ct_index, mr_index, pt_index,
// sm_instance_index) that aren't DICOM keywords, and what they stand for. Every other column is known by its keyword.

/** What a column holds: an element, and where it stands when its keyword alone doesn't say. */
export interface ColumnMeaning {
  readonly keyword: string;
  readonly within?: readonly string[];
}

/**
 * By column name, the preferred one first where several stand for one element. A series has one value of each field: of the
 * smallest and the largest that a series' images have, the largest is taken, because images without exposure (scouts, the
 * ends of a helix) say 0.
 */
export const IDC_COLUMNS: Readonly<Record<string, ColumnMeaning>> = {
  PixelSpacing_row_mm: { keyword: 'PixelSpacing' }, // the first of its two values, as in a file
  PixelSpacing_0: { keyword: 'PixelSpacing' },
  XRayTubeCurrent_max: { keyword: 'XRayTubeCurrent' },
  XRayTubeCurrent_min: { keyword: 'XRayTubeCurrent' },
  Exposure_max: { keyword: 'Exposure' },
  Exposure_min: { keyword: 'Exposure' },
  ExposureTime_max: { keyword: 'ExposureTime' },
  ExposureTime_min: { keyword: 'ExposureTime' },
  RadionuclideCodeMeaning: { keyword: 'CodeMeaning', within: ['0054,0016', '0054,0300'] },
};

/** Columns that say how many instances the series of a row has. */
export const INSTANCE_COUNTS: readonly string[] = ['instanceCount', 'NumberOfSeriesRelatedInstances'];

/** Keywords that occur in many sequences, so that a column named so says nothing. */
export const AMBIGUOUS_KEYWORDS: ReadonlySet<string> = new Set(['CodeMeaning', 'CodeValue', 'ContentSequence']);

/** Without these nothing tells patients, studies and series apart. */
export const NEEDED_COLUMNS = ['PatientID', 'StudyInstanceUID', 'SeriesInstanceUID'] as const;
