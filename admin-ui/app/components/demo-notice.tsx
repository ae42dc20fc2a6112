import { Badge } from './ui/status.tsx';
import { plural } from '#app/lib/format.ts';

/** Invented figures never pass for real ones. */
export function DemoNotice({ count }: { count: number }) {
  return (
    <div className="notice" role="note">
      <Badge state="info">Demo fleet</Badge>
      <span>
        {plural(count, 'tenant')} and their figures are invented. Remove them with{' '}
        <code>npm run demo:remove</code>.
      </span>
    </div>
  );
}
