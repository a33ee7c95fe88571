/** Floor 6: the typed client for researchers' programs; runs in a browser too. */
export { type FederationClient, federationClient } from './client.ts';
export { type ReceiptStep, type ReceiptVerdict, verifyReceipt } from './verify-receipt.ts';
