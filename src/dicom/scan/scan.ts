import type { SkipReason } from '../reasons.table.ts';
import type { DataSet } from './data-set.ts';
import type { Elements } from './elements.ts';
import { EXPLICIT_LITTLE, type Syntax, syntaxOf } from './encoding.ts';
import { rejected, type Stop } from './head.ts';
import { type Inflated, inflate, inflatedParts } from './inflate.ts';
import { latin1, withoutPadding } from './latin1.ts';
import { type Walked, walk } from './walk.ts';

const PREAMBLE_BYTES = 128;
const META_START = PREAMBLE_BYTES + 4;
const MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
const TRANSFER_SYNTAX_UID = 0x00020010;
const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';
const UID_BYTES_MAX = 64;

/** A header that was walked to its end: where its elements are (inflated where they were deflated), not what they say. */
export interface ScannedHeader extends DataSet {
  /** The file's own bytes, to which the offsets of `meta` belong. */
  readonly file: Uint8Array;
  readonly meta: Elements;
}

/** The outcome of a scan; `more` asks for a longer prefix. */
export type Scan =
  | { readonly state: 'complete'; readonly header: ScannedHeader }
  | { readonly state: 'skipped'; readonly reason: SkipReason }
  | Stop;

/**
 * Scans the first bytes of a Part 10 file (DICOM PS3.10 §7): `prefix` of `fileBytes` in all.
 * Complete only when the walk reached pixel data, or other content as long, or the true end of the file.
 */
export function scanHeader(prefix: Uint8Array, fileBytes: number): Scan {
  if (latin1(prefix.subarray(PREAMBLE_BYTES, META_START)) !== 'DICM') {
    return withoutPreamble(prefix);
  }
  const scan = afterPreamble(prefix, fileBytes);
  return scan.state === 'more' && prefix.length === fileBytes ? rejected('truncated') : scan;
}

function afterPreamble(prefix: Uint8Array, fileBytes: number): Scan {
  const meta = walk({ bytes: prefix, from: META_START, total: fileBytes, encoding: EXPLICIT_LITTLE, onlyGroup: 2 });
  if (meta.state !== 'complete') {
    return meta;
  }
  if (uidOf(prefix, meta.elements, MEDIA_STORAGE_SOP_CLASS_UID) === MEDIA_STORAGE_DIRECTORY) {
    return { state: 'skipped', reason: 'dicomdir' };
  }
  const uid = uidOf(prefix, meta.elements, TRANSFER_SYNTAX_UID);
  const syntax = uid === undefined ? undefined : syntaxOf(uid);
  if (syntax === undefined) {
    return rejected(uid === undefined ? 'no-transfer-syntax' : 'unknown-transfer-syntax');
  }
  const walkedIn = (body: Body): Scan => {
    const walked = walk({ bytes: body.data, from: body.from, total: body.total, encoding: syntax.encoding });
    return walked.state === 'complete' ? completed(walked, { ...body, prefix, syntax, meta: meta.elements }) : walked;
  };
  return syntax.deflated
    ? inflatedScan(prefix.subarray(meta.end), walkedIn)
    : walkedIn({ data: prefix, from: meta.end, total: fileBytes });
}

interface Body {
  readonly data: Uint8Array;
  readonly from: number;
  readonly total: number;
}

/** Of a stream that grows too large, as long as it leads up to pixel data, the beginning suffices. */
function inflatedScan(deflated: Uint8Array, walkedIn: (body: Body) => Scan): Scan {
  const whole = inflate(deflated);
  if (!('state' in whole)) {
    return walkedIn(bodyOf(whole));
  }
  if (whole.state === 'rejected' && whole.reason === 'inflate-too-large') {
    for (const part of inflatedParts(deflated)) {
      const scan = walkedIn(bodyOf(part));
      if (scan.state !== 'more') {
        return scan.state === 'complete' ? scan : whole;
      }
    }
  }
  return whole;
}

function bodyOf({ data, ended }: Inflated): Body {
  // Until the stream has ended nobody knows how long the data set is.
  return { data, from: 0, total: ended ? data.length : Number.POSITIVE_INFINITY };
}

interface Parts {
  readonly data: Uint8Array;
  readonly prefix: Uint8Array;
  readonly syntax: Syntax;
  readonly meta: Elements;
}

function completed(walked: Walked & { state: 'complete' }, parts: Parts): Scan {
  const { data, prefix, syntax, meta } = parts;
  const header = { data, encoding: syntax.encoding, elements: walked.elements, file: prefix, meta };
  return { state: 'complete', header };
}

/** Files that begin with an element of group 0002 or 0008 are data sets that lack the preamble of Part 10. */
function withoutPreamble(prefix: Uint8Array): Scan {
  const [groupLow, groupHigh, , elementHigh] = prefix;
  const likeTag = (groupLow === 0x02 || groupLow === 0x08) && groupHigh === 0 && elementHigh === 0;
  return likeTag ? rejected('no-preamble') : { state: 'skipped', reason: 'not-dicom' };
}

function uidOf(bytes: Uint8Array, elements: Elements, tag: number): string | undefined {
  const found = elements.get(tag);
  if (found === undefined || found.length === 0 || found.length > UID_BYTES_MAX) {
    return undefined;
  }
  return withoutPadding(latin1(bytes.subarray(found.valueStart, found.valueStart + found.length)));
}
