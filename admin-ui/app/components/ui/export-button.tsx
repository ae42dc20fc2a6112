import { Download } from 'lucide-react';
import { buttonClass } from './button.tsx';

type ExportButtonProps = {
  /** Address of the file: the list's own filters and order, without its page. */
  href: string;
  /** What is exported, for assistive technology: "tenants". */
  thing: string;
  format?: 'CSV' | 'JSON';
};

/** A plain link, so that the browser saves the file and the page stays. */
export function ExportButton({ href, thing, format = 'CSV' }: ExportButtonProps) {
  return (
    <a className={buttonClass()} href={href} download>
      <Download className="icon icon-s" aria-hidden />
      Export {format}
      <span className="sr-only"> of {thing}</span>
    </a>
  );
}
