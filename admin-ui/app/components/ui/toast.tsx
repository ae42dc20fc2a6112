import { Link } from '@remix-run/react';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useHydrated } from '#app/lib/now.tsx';
import { StatusShape } from './status.tsx';

export type ToastMessage = {
  id: string;
  kind: 'done' | 'failed';
  title: string;
  detail: string | null;
  followUp?: { label: string; to: string } | null;
};

const SHOWN_MS = 6000;
// Whoever may want to undo something needs time to find that out.
const SHOWN_WITH_FOLLOW_UP_MS = 20_000;

/** Past tense, object, proof. Done fades by itself; errors stay until dismissed. */
export function Toast({ message }: { message: ToastMessage | null }) {
  const isHydrated = useHydrated();
  const [dismissed, setDismissed] = useState<string | null>(null);
  const id = message?.id ?? null;
  const isFading = message?.kind === 'done';
  const followUp = message?.followUp ?? null;
  const hasFollowUp = followUp !== null;
  useEffect(() => {
    if (id === null || !isFading) return undefined;
    const timer = setTimeout(() => setDismissed(id), hasFollowUp ? SHOWN_WITH_FOLLOW_UP_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, isFading, hasFollowUp]);
  const isShown = message !== null && dismissed !== message.id;
  return (
    <div className="toasts" role={message?.kind === 'failed' ? 'alert' : 'status'}>
      {isShown ? (
        <div className="toast" key={message.id}>
          <span className={`status ${message.kind === 'done' ? 'ok' : 'critical'}`}>
            <StatusShape state={message.kind === 'done' ? 'ok' : 'critical'} />
          </span>
          <div>
            <b>{message.title}</b>
            {message.detail === null ? null : <p>{message.detail}</p>}
            {followUp === null ? null : (
              <Link className="link" to={followUp.to}>
                {followUp.label}
              </Link>
            )}
          </div>
          {isHydrated ? (
            <button
              type="button"
              aria-label="Dismiss"
              onClick={() => setDismissed(message.id)}
              className="grid size-6 place-items-center"
            >
              <X className="icon icon-s" aria-hidden />
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
