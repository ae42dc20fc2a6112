import type { ReactNode } from 'react';
import { AssessedValue, ThresholdLine, type Assessed } from '#app/components/ui/assessment.tsx';

type ValueBesideLineProps = {
  assessment: Assessed;
  format: (value: number) => string;
  children: ReactNode;
};

/** A figure of a list of facts with the line it must not cross under it. */
export function ValueBesideLine({ assessment, format, children }: ValueBesideLineProps) {
  return (
    <>
      <AssessedValue assessment={assessment}>{children}</AssessedValue>
      <span className="block font-normal">
        <ThresholdLine assessment={assessment} format={format} />
      </span>
    </>
  );
}
