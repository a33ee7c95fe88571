import { z } from 'zod';

const isLocal = (host: string): boolean => ['127.0.0.1', '[::1]', '::1', 'localhost'].includes(host);

const Webhook = z.strictObject({
  /** Where alerts are posted: `https`, or `http` on this machine. */
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).protocol === 'https:' || isLocal(new URL(url).hostname), 'https, unless it is local'),
  /** The key that signs what is posted: a file that `sfumato keygen --webhook FILE` made. */
  keyFile: z.string(),
});

const Smtp = z
  .strictObject({
    host: z.string(),
    port: z.int().min(1).max(65_535),
    /** TLS from the first byte; without it the connection is upgraded by STARTTLS before anything is said, but on this machine. */
    secure: z.boolean().default(false),
    user: z.string().optional(),
    /** A file with the password alone, that only its owner can read. */
    passwordFile: z.string().optional(),
    from: z.email(),
    to: z.array(z.email()).min(1).max(20),
  })
  .refine(({ user, passwordFile }) => (user === undefined) === (passwordFile === undefined), {
    error: 'user and passwordFile go together',
  });

/** Whom a site tells when something needs a person, and from when on. */
export const AlertsConfig = z.strictObject({
  webhook: Webhook.optional(),
  smtp: Smtp.optional(),
  /** A meter is low when so many per cent of its cap are left, or fewer. */
  budgetLowPercent: z.int().min(1).max(99).default(20),
  /** So many refusals of one person's questions, with no answer between them. */
  refusalsInARow: z.int().min(2).max(1_000).default(10),
  /** A witness is missing when the site has waited for it so long. */
  witnessMinutes: z.int().min(1).max(1_440).default(10),
});
export type AlertsConfig = z.infer<typeof AlertsConfig>;
