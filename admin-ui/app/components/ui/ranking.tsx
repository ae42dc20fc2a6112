import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { StatusShape, stateWords, type State } from './status.tsx';

export type RankingItem = {
  key: string;
  name: string;
  to: string | null;
  value: number;
  text: string;
  state: State;
};

/** Rank, name, bar on a shared zero, value. A status shape only on those at risk. */
export function Ranking({
  items,
  label,
  ...pointer
}: { items: RankingItem[]; label: string } & PointerProps) {
  const largest = Math.max(...items.map((item) => item.value), Number.MIN_VALUE);
  return (
    <ol className="ranking" aria-label={label} {...pointer}>
      {items.map((item, index) => {
        const isMarked = item.state === 'warn' || item.state === 'critical';
        return (
          <li key={item.key}>
            <span className="rank" aria-hidden="true">
              {index + 1}
            </span>
            <span className="who">
              <RankedName item={item} />
              {isMarked ? (
                <span className={`status ${item.state}`}>
                  <StatusShape state={item.state} />
                  <span className="sr-only">{stateWords[item.state]}</span>
                </span>
              ) : null}
            </span>
            <span className={`bar ${isMarked ? item.state : ''}`.trim()} aria-hidden="true">
              <i style={{ width: `${((item.value / largest) * 100).toFixed(1)}%` }} />
            </span>
            <span className="value">{item.text}</span>
          </li>
        );
      })}
    </ol>
  );
}

type PointerProps = { onPointerEnter?: () => void; onPointerLeave?: () => void };

function RankedName({ item }: { item: RankingItem }): ReactNode {
  if (item.to === null) return <span className="truncate">{item.name}</span>;
  return (
    <Link className="truncate" to={item.to} title={item.name}>
      {item.name}
    </Link>
  );
}
