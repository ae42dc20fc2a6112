import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useHydrated } from '#app/lib/now.tsx';

const SAID_MS = 2000;

/** An identifier, and a button that copies it. Copying needs JavaScript, so before that there is none. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const isHydrated = useHydrated();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const Icon = isCopied ? Check : Copy;
  return (
    <span>
      <span className="mono">{text}</span>
      {/* A browser gives the clipboard only to pages served over https or from this machine. */}
      {isHydrated && 'clipboard' in navigator ? (
        <button
          type="button"
          className="copy-button"
          aria-label={label}
          title={label}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          <Icon className="icon icon-s" aria-hidden />
        </button>
      ) : null}
      <span role="status" className="sr-only">
        {isCopied ? `Copied ${text}` : ''}
      </span>
    </span>
  );
}
