import { createContext, useContext } from 'react';
import type { DashboardRights, ExecutionsWindow } from './overview-request.ts';
import type { PlatformSnapshot } from './snapshot.ts';

type Dashboard = {
  rights: DashboardRights;
  executions: ExecutionsWindow;
  /** Takes the answer of a section that was asked for again. */
  mergeIn: (change: Partial<PlatformSnapshot>) => void;
};

export const DashboardContext = createContext<Dashboard | null>(null);

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext);
  if (dashboard === null) throw new Error('A part of the dashboard stands outside of it.');
  return dashboard;
}
