/** For `query/` alone: names a request's mechanism and seals what its statement computed. */
export { makeMechanism, sealExact } from './spine/tokens.ts';
