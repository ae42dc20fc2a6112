/** The final geometry without figures, shown only when loading takes longer than 200 ms. */
export function TableSkeleton({ label, rows, widths }: { label: string; rows: number; widths: number[] }) {
  return (
    <div className="card skeleton-late" role="status" aria-label={label}>
      <table className="data-table" aria-hidden="true">
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row}>
              {widths.map((width, column) => (
                <td key={column}>
                  <span
                    className="skeleton"
                    style={{ width: width - ((row * 17 + column * 11) % 40), maxWidth: '100%' }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
