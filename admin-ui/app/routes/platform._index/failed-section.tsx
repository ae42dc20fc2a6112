import { useFetcher } from '@remix-run/react';
import { useEffect } from 'react';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { paths } from '#app/lib/paths.ts';
import { useDashboard } from './dashboard-context.ts';
import type { SectionName } from './overview-request.ts';
import type { PlatformSnapshot } from './snapshot.ts';

const sources: Record<SectionName, string> = {
  health: 'Health',
  tenants: 'Health',
  usage: 'Health',
  revenue: 'Billing',
  security: 'Security',
  incidents: 'Health',
};

type FailedSectionProps = { section: SectionName; title: string; heading?: 'h2' | 'h3'; className?: string };

/** A source did not answer: names it, and asks again for this section alone. The rest of the page stays. */
export function FailedSection({ section, ...rest }: FailedSectionProps) {
  const { executions, mergeIn } = useDashboard();
  const fetcher = useFetcher<{ snapshot: PlatformSnapshot }>();
  const answer = fetcher.data?.snapshot;
  useEffect(() => {
    if (answer !== undefined) mergeIn(answer);
  }, [answer, mergeIn]);
  return (
    <FailedWidget
      {...rest}
      source={sources[section]}
      retry={{
        isPending: fetcher.state !== 'idle',
        run: () => void fetcher.load(paths.platformSection(section, executions)),
      }}
    />
  );
}
