import { useLocation, useRevalidator } from '@remix-run/react';
import { RefreshCw } from 'lucide-react';
import { Card } from './card.tsx';
import { Badge } from './status.tsx';

type FailedWidgetProps = {
  title: string;
  source: string;
  /** One level below the heading it stands under. */
  heading?: 'h2' | 'h3';
  className?: string;
  /** How to ask again for this widget alone; without it the page is loaded again. */
  retry?: { isPending: boolean; run: () => void };
};

/** A source did not answer: says which, offers a retry, and leaves its neighbours alone. */
export function FailedWidget({
  title,
  source,
  heading: Heading = 'h3',
  className,
  retry,
}: FailedWidgetProps) {
  const revalidator = useRevalidator();
  const { search } = useLocation();
  const isPending = retry?.isPending ?? revalidator.state === 'loading';
  const run = retry?.run ?? (() => revalidator.revalidate());
  return (
    <Card className={className}>
      <div className="card-head">
        <Heading>{title}</Heading>
        <div className="card-end">
          <Badge state="neutral">No data</Badge>
        </div>
      </div>
      <div className="card-body">
        <p className="text-ink-2">{source} did not answer. The other figures are not affected.</p>
        {/* A form, so that the retry is a plain reload before the page is interactive. */}
        <form
          method="get"
          className="mt-2.5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isPending) run();
          }}
        >
          {/* A GET form replaces the query by its own fields. */}
          {[...new URLSearchParams(search)].map(([name, value], index) => (
            <input key={index} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className="button" aria-disabled={isPending || undefined}>
            <RefreshCw className="icon icon-s" aria-hidden />
            {isPending ? 'Trying again…' : 'Try again'}
          </button>
          <span role="status" className="sr-only">
            {isPending ? `Asking ${source} again` : ''}
          </span>
        </form>
      </div>
    </Card>
  );
}
