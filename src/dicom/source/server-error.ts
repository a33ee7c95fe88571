import { LIMITS, SfumatoError, type WayFault, waySentence } from '../../base/index.ts';
import { type Failure, PASSING_STATUS, type Server } from '../json/index.ts';

/** Why a server's series can't be listed, in one sentence that says what to do. */
export function listingError(
  { base, authorization }: Pick<Server, 'base' | 'authorization'>,
  { failure, status = 0, fault }: Failure,
): SfumatoError {
  if (failure === 'unanswered') {
    return unreachable(base, fault);
  }
  return new SfumatoError('peer-invalid', `${base} ${whatItDid(status, authorization !== undefined)}`);
}

/** A server that answers nothing at all, and why where that shows. */
export function unreachable(base: string, fault?: WayFault): SfumatoError {
  const certified = base.startsWith('https:') ? ' and that its certificate is trusted' : '';
  const why =
    fault === undefined
      ? `; see that it runs${certified}.`
      : `. ${waySentence(fault, { url: base, trust: 'NODE_EXTRA_CA_CERTS', isDirect: true })}`;
  return new SfumatoError('unreachable-peer', `${base} cannot be reached${why} The same command then goes on.`);
}

/** A server that sends far more at once than it was asked for, or names no series in what it lists. */
export function listedTooMuch(base: string, what: 'at once' | 'without UIDs'): SfumatoError {
  const sentence =
    what === 'at once'
      ? `lists more than ${LIMITS.pageSeriesMax} series at once, asked for ${LIMITS.pageSeries}; it has to heed limit and offset.`
      : `lists more than ${LIMITS.listedOddMax} series without UIDs that can be asked for; look at its own log.`;
  return new SfumatoError('peer-invalid', `${base} ${sentence}`);
}

function whatItDid(status: number, saidWhoAsks: boolean): string {
  if (status === 401 || status === 403) {
    if (saidWhoAsks) {
      return 'does not let in whom the header file names; see that its line is right, has not expired, and may read DICOMweb.';
    }
    return 'wants to know who asks; name a file with its Authorization header by --header-file.';
  }
  if (status >= 300 && status < 400) {
    return 'sends elsewhere, which is not followed; name the address of the DICOMweb service itself.';
  }
  if (PASSING_STATUS.has(status) || status === 503) {
    return 'is busy, and was each time that it was asked; the same command goes on once it has time.';
  }
  if (status >= 400 && status < 500) {
    return 'has no list of series; name the address of the DICOMweb service, such as https://pacs.example/dicom-web.';
  }
  return 'gives no list of series that can be read; look at its own log, then try again.';
}
