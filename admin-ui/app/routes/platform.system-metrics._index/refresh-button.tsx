import { useLocation, useRevalidator } from '@remix-run/react';
import { RefreshCw } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button.tsx';
import { useHydrated } from '#app/lib/now.tsx';

/** Asks for the figures anew; before JavaScript a link to the page it is on. */
export function RefreshButton() {
  const isHydrated = useHydrated();
  const { pathname, search } = useLocation();
  const { revalidate, state } = useRevalidator();
  const isIdle = state === 'idle';
  const icon = <RefreshCw className="icon icon-s" aria-hidden />;
  if (!isHydrated) {
    return (
      <ButtonLink to={`${pathname}${search}`}>
        {icon}
        Refresh
      </ButtonLink>
    );
  }
  return (
    <Button onClick={() => (isIdle ? revalidate() : undefined)} aria-disabled={!isIdle || undefined}>
      {icon}
      {isIdle ? 'Refresh' : 'Refreshing…'}
    </Button>
  );
}
