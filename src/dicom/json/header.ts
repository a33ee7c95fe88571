import { LIMITS } from '../../base/index.ts';
import { creatorsOf, type Header, largestOf, type Place } from '../parse/index.ts';
import { bytesInCharset } from './charset-bytes.ts';
import type { JsonDataSet } from './data-set.ts';

const SPECIFIC_CHARACTER_SET = 0x00080005;
const ISSUER_OF_PATIENT_ID = 0x00100021;
const TRANSFER_SYNTAX_UID = 0x00020010;
/** What a server puts in the place of the above: the encodings in which it can send the instance (PS3.18 F.2). */
const AVAILABLE_TRANSFER_SYNTAX_UID = 0x00083002;

/** The header that DICOM JSON describes. */
export function jsonHeader(dataSet: JsonDataSet): Header {
  const charset = dataSet.text(SPECIFIC_CHARACTER_SET);
  const mended = mending(charset);
  const top = (tag: number): string | undefined => mended(dataSet.text(tag));
  return {
    raw: (tag) => bytesInCharset(mended(dataSet.identifier(tag)) ?? '', charset),
    fault(wanted) {
      const tags = [...wanted.top];
      if (tags.some(dataSet.isMalformed) || isIssuerLost(dataSet)) {
        return 'source-invalid';
      }
      return [...tags, SPECIFIC_CHARACTER_SET].some((tag) => isLong(dataSet.text(tag), LIMITS.keptElementBytesMax))
        ? 'element-too-long'
        : undefined;
    },
    creators: () => creatorsOf(dataSet.tags(), (tag) => dataSet.text(tag) ?? ''),
    values: () => ({
      at({ tag, within, concept }) {
        if (concept !== undefined) {
          return largestOf(dataSet, { content: tag, concept });
        }
        const found = within.length === 0 ? top(tag) : mended(itemAt(dataSet, within)?.text(tag));
        const text = found ?? (tag === TRANSFER_SYNTAX_UID ? firstSyntax(dataSet) : undefined);
        return text === undefined || isLong(text, LIMITS.parsedElementBytesMax) ? undefined : { kind: 'text', text };
      },
    }),
  };
}

/**
 * The code of the backslash, which parts values, is a yen sign in JIS X 0201 (ISO_IR 13, PS3.5 §6.1.2.3). Orthanc takes it
 * for one and sends several values as one text.
 */
function mending(charset: string | undefined): (text: string | undefined) => string | undefined {
  return /IR 13(?!\d)/.test(charset ?? '') ? (text) => text?.replaceAll('\u00a5', '\\') : (text) => text;
}

/** The first item of the last of nested sequences. */
function itemAt(dataSet: JsonDataSet, within: Place['within']): JsonDataSet | undefined {
  return within.reduce<JsonDataSet | undefined>((item, sequence) => item?.items(sequence)[0], dataSet);
}

function firstSyntax(dataSet: JsonDataSet): string | undefined {
  return dataSet.text(AVAILABLE_TRANSFER_SYNTAX_UID)?.split('\\')[0];
}

/** Without an issuer that can't be told from others a patient would be another person of that number. */
function isIssuerLost(dataSet: JsonDataSet): boolean {
  return dataSet.text(ISSUER_OF_PATIENT_ID) !== undefined && dataSet.identifier(ISSUER_OF_PATIENT_ID) === undefined;
}

function isLong(text: string | undefined, max: number): boolean {
  return text !== undefined && text.length > max;
}
