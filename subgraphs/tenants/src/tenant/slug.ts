import { z } from 'zod';

/** Names that our own addresses use, that browsers or mail treat specially, or that would mislead a visitor. */
const reservedSlugs: ReadonlySet<string> = new Set(
  `about abuse account accounts acme-challenge admin admins administrator alerts api apis app apps assets auth
  autoconfig autodiscover beta billing blog broadcasthost cdn chat community config console control dashboard
  demo dev developer developers dns docs domain download downloads email events example files forum ftp gateway
  git graphql healthz help home host hostmaster http https id identity images imap img info intendant internal
  invoice invoices isatap legal local localdomain localhost login logout mail mailer-daemon media metrics mta-sts
  mx news noc none nobody noreply no-reply notifications ns1 ns2 ns3 ns4 null oauth official ops owner payment
  payments platform pop pop3 portal postmaster preview pricing privacy prod production proxy public readyz
  register root sales security server settings shop sign-in sign-out sign-up signin signout signup sip smtp
  ssl sso staff staging static stats status store sub subdomain support sysadmin system team teams tenant tenants
  terms test testing undefined unsubscribe uploads usenet user users uucp webhook webhooks webmail webmaster
  well-known whois wpad ws wss www www1 www2 www3`.split(/\s+/),
);

// Labels with hyphens in third and fourth place, such as `xn--`, are encodings with a meaning of their own
// (RFC 5891, 4.2.3.1).
const label = /^(?!..--)[a-z0-9][a-z0-9-]*[a-z0-9]$/;

// An event's subject is a tenant's id or its slug: a slug must never look like an id.
const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A tenant's slug: a DNS label (RFC 1035, 2.3.1; digits may lead as in RFC 1123, 2.1) of 3 to 63 characters, taken
 * in any letter case and kept in lower case. Reserved words are refused.
 */
export const slugSchema = z
  .string()
  .trim()
  .toLowerCase()
  .check((ctx) => {
    const message = slugProblem(ctx.value);
    if (message !== null) {
      ctx.issues.push({ code: 'custom', message, input: ctx.value });
    }
  });

function slugProblem(slug: string): string | null {
  if (slug.length < 3 || slug.length > 63) {
    return 'Choose a slug of 3 to 63 characters.';
  }
  if (!label.test(slug)) {
    return 'Use only a-z, 0-9 and hyphens between them in the slug.';
  }
  if (uuidShape.test(slug)) {
    return 'Choose a slug that does not look like an identifier.';
  }
  if (reservedSlugs.has(slug)) {
    return `“${slug}” is reserved; choose another slug.`;
  }
  return null;
}
