/** Elements that rows need whatever a policy stores (DICOM PS3.6). */
export const TAGS = Object.freeze({
  SOPInstanceUID: 0x00080018,
  StudyDate: 0x00080020,
  PatientID: 0x00100020,
  IssuerOfPatientID: 0x00100021,
  PatientBirthDate: 0x00100030,
  DeviceSerialNumber: 0x00181000,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
});

/** Elements that rows read whatever a policy stores. */
export const PLACES = Object.freeze({
  StudyDate: { tag: TAGS.StudyDate, within: [] },
  PatientBirthDate: { tag: TAGS.PatientBirthDate, within: [] },
});

/** The unsigned 32-bit number of a policy's “GGGG,EEEE”. */
export function tagNumber(tag: string): number {
  return Number.parseInt(tag.replace(',', ''), 16);
}
