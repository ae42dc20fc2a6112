/** A staff and its final barline. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <path d="M1 3.5h20M1 7.25h20M1 11h20M1 14.75h20M1 18.5h20" stroke="var(--ink)" strokeWidth="1.1" />
      <path d="M13 1.5h1.2v19H13zM16 1.5h3.4v19H16z" fill="var(--brass-mark)" />
    </svg>
  );
}
