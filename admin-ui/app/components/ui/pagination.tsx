import { ChevronLeft, ChevronRight } from 'lucide-react';
import { ButtonLink } from './button.tsx';

type PaginationProps = { summary: string; previousTo: string | null; nextTo: string | null };

/** Cursor paging: what is shown, back and forth. Where there is nothing, there is no button. */
export function Pagination({ summary, previousTo, nextTo }: PaginationProps) {
  return (
    <nav className="pager" aria-label="Pages">
      <span className="grow">{summary}</span>
      {previousTo === null ? null : (
        <ButtonLink to={previousTo} rel="prev">
          <ChevronLeft className="icon icon-s" aria-hidden />
          Previous
        </ButtonLink>
      )}
      {nextTo === null ? null : (
        <ButtonLink to={nextTo} rel="next">
          Next
          <ChevronRight className="icon icon-s" aria-hidden />
        </ButtonLink>
      )}
    </nav>
  );
}
