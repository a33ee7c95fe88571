import { canonicalJson, SfumatoError } from '../base/index.ts';
import {
  type MechanismWire,
  measuresOf,
  type RefusedWire,
  type Reply,
  type Request,
  type Statement,
} from '../contract/index.ts';
import { fractionOf, lawOf, type NoiseLaw, parseEpsilon, toNumber } from '../privacy/laws.ts';
import { contributionOf } from './contribution.ts';

/**
 * The reply of a site, where it is one to this request. Whatever a site may have got wrong, or made up, costs its own answer here,
 * before it stands beside those of others. @throws SfumatoError `peer-invalid`.
 */
export function fitting(reply: Reply, request: Request): Reply {
  refuseMisfit(reply, request, () => cellsAddedUp(reply));
  return reply;
}

/** The same of a part of a total, which is never made of a stored table. */
export function fittingPart<T extends Answered>(reply: T, request: Request): T {
  refuseMisfit(reply, request, () => 1);
  return reply;
}

type Answered = { readonly answer: Statement | RefusedWire };

function refuseMisfit({ answer }: Answered, request: Request, cellsOf: () => number): void {
  if (!('pieces' in answer)) {
    if (answer.of !== undefined && answer.of.requestId !== request.id) {
      throw new SfumatoError('peer-invalid', `Site ${answer.site} refused another request than was signed.`);
    }
    return;
  }
  try {
    // What has no canonical text can't be put on record.
    canonicalJson(answer);
    if (fits(answer, request, cellsOf())) {
      return;
    }
  } catch (cause) {
    throw misfit(answer.site, cause);
  }
  throw misfit(answer.site);
}

function misfit(site: string, cause?: unknown): SfumatoError {
  return new SfumatoError('peer-invalid', `Site ${site} released something else than was signed.`, { cause });
}

/** How many cells of a site's table make one of the question's. */
function cellsAddedUp(reply: Reply): number {
  const contribution = reply.collapse === undefined ? undefined : contributionOf(reply);
  return contribution?.laws[0]?.length ?? 1;
}

/** Blocks that were signed, and noise that their ε gives, of no less ε than was signed. */
function fits(release: Statement, { query }: Request, cells: number): boolean {
  const shares = release.pieces.map(({ mechanism }) => parseEpsilon(mechanism.epsilon) ?? 0n);
  return (
    release.blocks.every((block) => query.blocks.includes(block)) &&
    shares.reduce((sum, share) => sum + share, 0n) === parseEpsilon(release.epsilon) &&
    release.pieces.every(({ mechanism, measure }, at) => {
      const share = shares[at] ?? 0n;
      const dearer =
        Number(share + 1n) /
        leastShare(
          query,
          release.pieces.filter((one) => one.measure === measure),
        );
      return isOwnNoise(mechanism, share) && isNarrowEnough(mechanism, cells, dearer);
    })
  );
}

/** The least ε, in nano-ε, that each of a measure's pieces can have been asked for: measures share by weight, their pieces equally. */
function leastShare(query: Request['query'], { length }: { readonly length: number }): number {
  const weights = measuresOf(query).map(({ weight = 1 }) => weight);
  const least = Math.min(...weights) / weights.reduce((sum, weight) => sum + weight, 0);
  return (Number(parseEpsilon(query.epsilon)) * least) / length;
}

/** Whether noise is as wide as its share of ε and the sensitivity make it, and no other. */
function isOwnNoise(mechanism: MechanismWire, nanoEpsilon: bigint): boolean {
  if (nanoEpsilon === 0n) {
    return false;
  }
  const { name, sensitivity, sensitivitySquared } = mechanism;
  const noise = { sensitivity: BigInt(sensitivity), sensitivitySquared: BigInt(sensitivitySquared), nanoEpsilon };
  const [own, said] = [spread(lawOf(name, noise)), spread(mechanism)];
  return own.numerator * said.denominator === said.numerator * own.denominator;
}

function spread(law: NoiseLaw | MechanismWire): { readonly numerator: bigint; readonly denominator: bigint } {
  const { numerator, denominator } = law.name === 'discrete-laplace' ? law.scale : law.sigmaSquared;
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

/** How many times the variance asked for a sum with an interval no wider can have: laws differ in their tails, and widths are whole steps. */
const SLACK = 4;

/**
 * Whether so many draws together can have an interval no wider than what was asked for, as a site looks before it serves what it has
 * stored: noise of `dearer` times the ε that was asked for.
 */
function isNarrowEnough(mechanism: MechanismWire, cells: number, dearer: number): boolean {
  if (cells === 1 && dearer >= 1) {
    return true;
  }
  const width = toNumber(fractionOf(mechanism.name === 'discrete-laplace' ? mechanism.scale : mechanism.sigmaSquared));
  const squared = mechanism.name === 'discrete-laplace' ? width ** 2 : width;
  return cells * squared <= SLACK * Math.max(1, squared * dearer ** 2);
}
