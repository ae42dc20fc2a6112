import { Link, useLocation } from '@remix-run/react';
import { X } from 'lucide-react';
import { Card, Section } from '#app/components/ui/card.tsx';
import { FailedWidget } from '#app/components/ui/failed-widget.tsx';
import { TimeWindowPicker } from '#app/components/ui/time-window-picker.tsx';
import { readFragment } from '#app/gql/fragment-masking.ts';
import type { TenantHealthPartFragment } from '#app/gql/graphql.ts';
import { plural } from '#app/lib/format.ts';
import { listChips, listHref, withoutConditions } from '#app/lib/list-address.ts';
import type { ReadTimeWindow } from '#app/lib/time-window.ts';
import { WorkflowFragment } from '../documents.ts';
import { FailedExecutions } from './failed-executions.tsx';
import type { TabOf } from '../load-tab.server.ts';
import { tabList } from '../tab-list.ts';
import type { TenantData } from '../tenant-data.ts';
import { windowParams, windowWords } from '../window-text.ts';
import { WorkflowTable } from './workflow-table.tsx';

type FailuresTabProps = {
  tenant: TenantData;
  health: TenantHealthPartFragment;
  content: TabOf<'failures'>;
  readWindow: ReadTimeWindow;
};

/** As many as the page asks for, those with most failures first. */
const MOST_WORKFLOWS = 50;

/** Which workflows fail, with what, and the very executions. */
export function FailuresTab({ tenant, health, content, readWindow }: FailuresTabProps) {
  const { hash } = useLocation();
  const workflows = readFragment(WorkflowFragment, health.windowWorkflows ?? []);
  const failing = workflows.filter((row) => row.failures > 0).length;
  const span = windowWords(readWindow.window);
  const spec = tabList(tenant.id, 'failures');
  const chips = listChips(spec, content.list);
  return (
    <>
      <Section
        id="failures"
        title="Failures by workflow"
        remark={failuresRemark({ failing, listed: workflows.length, span })}
      >
        <TimeWindowPicker {...readWindow} />
        <Card>
          <WorkflowTable
            tenantId={tenant.id}
            workflows={workflows}
            windowText={span}
            window={windowParams(readWindow.window)}
            isFull
          />
          {failing < MOST_WORKFLOWS ? null : (
            <div className="card-foot">
              <span>The {MOST_WORKFLOWS} with most failures are listed.</span>
              <Link to={`${listHref(spec, withoutConditions(content.list))}#executions`}>
                Failing executions of every workflow
              </Link>
            </div>
          )}
        </Card>
      </Section>
      <Section id="executions" title="Failing executions" remark="The latest first.">
        {chips.length === 0 ? null : (
          <div className="toolbar">
            {chips.map((chip) => (
              <div className="chip" key={`${chip.label} ${chip.value}`}>
                <span>{chip.label}</span>
                <b className="mono">{chip.value}</b>
                <Link
                  to={`${listHref(spec, chip.without)}${hash}`}
                  aria-label={`Remove filter ${chip.label} ${chip.value}`}
                  preventScrollReset
                >
                  <X className="icon icon-s" aria-hidden />
                </Link>
              </div>
            ))}
            <Link className="link" to={listHref(spec, withoutConditions(content.list))} preventScrollReset>
              Show all
            </Link>
          </div>
        )}
        {content.failed === null ? (
          <FailedWidget title="Failing executions" source="Health" heading="h3" />
        ) : (
          <FailedExecutions page={content.failed} list={content.list} spec={spec} span={span} />
        )}
      </Section>
    </>
  );
}

/** Where the list ends before the failures do, nobody counted the others. */
function failuresRemark({
  failing,
  listed,
  span,
}: {
  failing: number;
  listed: number;
  span: string;
}): string {
  if (failing === 0) return `No workflow failed in ${span}.`;
  if (failing >= MOST_WORKFLOWS) return `${failing} workflows or more failed in ${span}.`;
  const of = listed >= MOST_WORKFLOWS ? `${listed} or more` : String(listed);
  return `${plural(failing, 'workflow')} of ${of} failed in ${span}.`;
}
