import { ChevronFirst, ChevronLeft, ChevronRight } from 'lucide-react';
import { ButtonLink } from './button.tsx';

type PaginationProps = {
  summary: string;
  /** For a page deep in a list, from which the way back is long or no longer known. */
  firstTo?: string | null;
  previousTo: string | null;
  nextTo: string | null;
};

/** Cursor paging: what is shown, back and forth. Where there is nothing, there is no button. */
export function Pagination({ summary, firstTo = null, previousTo, nextTo }: PaginationProps) {
  return (
    <nav className="pager" aria-label="Pages">
      <span className="grow">{summary}</span>
      {firstTo === null ? null : (
        <ButtonLink to={firstTo}>
          <ChevronFirst className="icon icon-s" aria-hidden />
          First page
        </ButtonLink>
      )}
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
