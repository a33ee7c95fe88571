import { z } from 'zod';
import { Id } from '../contract/index.ts';

const isLoopback = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
const Origin = z
  .url({ protocol: /^https$/ })
  .refine(
    (text) => new URL(text).origin === text,
    'an address without a path, such as https://sfumato.hospital.example',
  );

/** How browsers reach pages. */
export const PageAddress = {
  /** How people's browsers reach the pages, where a proxy with TLS stands before them; without it, they are for this machine alone. */
  origin: Origin.optional(),
  /** Addresses of proxies that are believed when they say in `X-Forwarded-For` who asks. */
  proxies: z
    .array(z.union([z.ipv4(), z.ipv6()]))
    .max(8)
    .default([]),
};

/** Sign-in by an identity provider (OpenID Connect). */
export const ProviderSettings = z.strictObject({
  kind: z.literal('oidc'),
  issuer: z
    .url({ protocol: /^https?$/ })
    .refine((text) => new URL(text).protocol === 'https:' || isLoopback(new URL(text)), 'https, but on this machine'),
  clientId: z.string().min(1).max(200),
  /** A file with the client's secret alone, relative to this configuration; without it the client is a public one. */
  clientSecretFile: z.string().optional(),
  /** The claim of the ID token that says who it is. */
  personClaim: z.string().min(1).max(100).default('sub'),
  /** Who is meant by which value of that claim, where the values aren't the persons' ids: then nobody else gets in. */
  people: z.record(z.string().max(200), Id).optional(),
  /** Which `acr` count as two factors; asked for, and looked for in what comes. */
  acr: z.array(z.string().min(1).max(200)).max(8).default([]),
  /** Which `amr` must be there for two factors, all of them. */
  amr: z.array(z.string().min(1).max(50)).max(8).default([]),
  ...PageAddress,
});
export type ProviderSettings = z.infer<typeof ProviderSettings>;

/** How people sign in to a site's pages. */
export const SignInSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local'), ...PageAddress }),
  ProviderSettings.refine(({ acr, amr }) => acr.length + amr.length > 0, {
    error: 'say in `acr` or `amr` by what two factors are known',
    path: ['acr'],
  }),
]);
export type SignInSettings = z.infer<typeof SignInSettings>;
