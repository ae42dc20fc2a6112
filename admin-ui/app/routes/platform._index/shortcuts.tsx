import { memo } from 'react';
import { Link } from '@remix-run/react';
import { pagesFor } from '#app/components/pages.ts';
import { paths } from '#app/lib/paths.ts';

/** The pages behind this one, each with its keys. */
export const Shortcuts = memo(function Shortcuts({ permissions }: { permissions: readonly string[] }) {
  const others = pagesFor({ permissions }).filter((page) => page.to !== paths.platform());
  return (
    <nav aria-label="Shortcuts">
      <ul className="cuts">
        {others.map(({ to, label, Icon, goKey }) => (
          <li key={to}>
            <Link to={to}>
              <span>
                <Icon className="icon" aria-hidden />
                {label}
              </span>
              <span className="keys" aria-hidden="true">
                <kbd>G</kbd> <kbd>{goKey.toUpperCase()}</kbd>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
});
