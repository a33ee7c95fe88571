/** DICOM JSON (PS3.18 annex F), and asking a DICOMweb server for it. */
export { arrayItems } from './array-items.ts';
export { ITEM_BOUNDS } from './bounds.ts';
export { bytesInCharset } from './charset-bytes.ts';
export { type JsonDataSet, jsonDataSet } from './data-set.ts';
export { jsonHeader } from './header.ts';
export {
  type Ask,
  type Failure,
  isFailure,
  PASSING_STATUS,
  persistentRequester,
  type Reply,
  requester,
  type Server,
} from './request.ts';
export { spellingsOf } from './spellings.ts';
