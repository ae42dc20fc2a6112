import { Status, type State } from './ui/status.tsx';

const known: Record<string, { word: string; state: State }> = {
  PROVISIONING: { word: 'Provisioning', state: 'info' },
  ACTIVE: { word: 'Active', state: 'ok' },
  SUSPENDED: { word: 'Suspended', state: 'warn' },
  DEPROVISIONING: { word: 'Deprovisioning', state: 'info' },
  DELETED: { word: 'Deleted', state: 'neutral' },
};

export function TenantStatusLabel({ status }: { status: string }) {
  const { word, state } = known[status] ?? { word: status, state: 'neutral' as const };
  return <Status state={state}>{word}</Status>;
}
