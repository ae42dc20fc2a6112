import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import type { ReadTimeWindow } from '#app/lib/time-window.ts';
import { ActivityTab } from './lists/activity-tab.tsx';
import { CredentialsTab } from './lists/credentials-tab.tsx';
import { DriftTab } from './lists/drift-tab.tsx';
import { FailuresTab } from './failures/failures-tab.tsx';
import { IncidentsTab } from './lists/incidents-tab.tsx';
import type { TabData } from './load-tab.server.ts';
import { OverviewTab } from './overview/overview-tab.tsx';
import { PeopleTab } from './lists/people-tab.tsx';
import { PlanTab } from './plan/plan-tab.tsx';
import type { Can } from './rights.ts';
import type { TenantData } from './tenant-data.ts';
import { UsageTab } from './usage/usage-tab.tsx';

type TabContentProps = {
  tenant: TenantData;
  health: TenantHealthPartFragment | null;
  content: TabData;
  can: Can;
  readWindow: ReadTimeWindow;
  now: number;
};

/** The open tab. What needs health says so when health did not answer; the rest of the page stays. */
export function TabContent(props: TabContentProps) {
  const { tenant, health, content, can, readWindow, now } = props;
  switch (content.tab) {
    case 'overview':
      return <OverviewTab tenant={tenant} health={health} content={content} can={can} now={now} />;
    case 'plan':
      return <PlanTab tenant={tenant} content={content} can={can} now={now} />;
    case 'people':
      return <PeopleTab tenant={tenant} content={content} />;
    case 'incidents':
      return <IncidentsTab tenant={tenant} health={health} content={content} can={can} />;
    case 'activity':
      return <ActivityTab tenant={tenant} content={content} />;
    case 'failures':
      return health === null ? (
        <FailedWidget title="Failures" source="Health" heading="h2" />
      ) : (
        <FailuresTab tenant={tenant} health={health} content={content} readWindow={readWindow} />
      );
    case 'usage':
      return health === null ? (
        <FailedWidget title="Usage" source="Health" heading="h2" />
      ) : (
        <UsageTab tenant={tenant} health={health} readWindow={readWindow} />
      );
    case 'drift':
      return health === null ? (
        <FailedWidget title="Drift" source="Health" heading="h2" />
      ) : (
        <DriftTab tenant={tenant} health={health} />
      );
    case 'credentials':
      return health === null ? (
        <FailedWidget title="Credentials" source="Health" heading="h2" />
      ) : (
        <CredentialsTab tenant={tenant} health={health} />
      );
  }
}
