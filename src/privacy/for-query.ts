/** For `query/` alone: names a request's mechanism, checks that it is paid for, and seals what its statement computed. */
export { assertCharged, makeMechanism, sealExact } from './spine/tokens.ts';
