import { Mail } from 'lucide-react';
import { buttonClass } from '#app/components/ui/button.tsx';
import type { TenantData } from '../tenant-data.ts';

/** A mail to whom the tenant names as its contact, about what is listed. */
export function ContactLink({ tenant, subject }: { tenant: TenantData; subject: string }) {
  return (
    <a
      className={`${buttonClass()} ml-auto`}
      href={`mailto:${tenant.contactEmail}?subject=${encodeURIComponent(subject)}`}
    >
      <Mail className="icon icon-s" aria-hidden />
      Write to the contact
    </a>
  );
}
