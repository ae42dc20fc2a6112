import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grantablePermissions } from '@intendant/kit/identity/permissions';
import { silentLog } from '@intendant/kit/log';
import { aPlatformCaller } from '@intendant/kit/testing/callers';
import { Validator } from '@seriousme/openapi-schema-validator';
import { compilePermissionMap } from '../authorisation/permission-map.ts';
import { compileCostMap } from '../limits/cost-map.ts';
import { defaultLimits } from '../limits/limits.ts';
import { createOperationRunner } from '../operation/operation-runner.ts';
import { createPlanRunner } from '../operation/plan-runner.ts';
import { createOperationPreparer } from '../operation/prepare-operation.ts';
import { loadFederation } from '../supergraph/federation.ts';
import { compileResource } from './compile-resource.ts';
import { openapiOf } from './openapi.ts';
import { restResources } from './resources.ts';

const root = join(import.meta.dirname, '../../..');
const federation = loadFederation(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'));
const compiled = restResources.map((resource) => compileResource(federation.apiSchema, resource));
const preparer = createOperationPreparer({
  federation,
  permissions: compilePermissionMap(federation.document),
  costs: compileCostMap(federation.document),
  isIntrospectionAllowed: false,
});
const runner = createOperationRunner({
  federation,
  preparer,
  plans: createPlanRunner({ federation, upstreams: new Map() }),
  log: silentLog,
});

describe('what REST serves', () => {
  it('is described by a valid OpenAPI document', async () => {
    const result = await new Validator().validate({ ...openapiOf(compiled) });

    expect(result).toEqual({ valid: true });
  });

  it.each(compiled.map((each) => [each.resource.path, each] as const))(
    '%s is an operation the gateway takes, with the longest page',
    (_, { source, sections, parameters }) => {
      const variables = {
        ...Object.fromEntries(sections.map(({ variable }) => [variable, true])),
        ...Object.fromEntries(
          parameters.flatMap(({ variable, schema }) =>
            variable === 'first'
              ? [[variable, schema['maximum']]]
              : variable === 'id'
                ? [[variable, 't']]
                : [],
          ),
        ),
      };
      const caller = aPlatformCaller([...grantablePermissions]);

      const admitted = runner.admit({ source, operationName: null, variables, caller }, defaultLimits);

      expect('errors' in admitted ? admitted.errors : []).toEqual([]);
    },
  );

  it('has the overview in the shape integrations rely on', () => {
    const [overview] = compiled;

    expect(outline(overview?.shape.schema)).toEqual({
      platform_health: {
        api: { error_rate_1h: 'number', error_rate_24h: 'number', p95_latency_ms_1h: 'number' },
        db: { connections_used_pct: 'number', slow_queries_1h: 'integer', last_backup_at: 'string' },
        jobs: [{ name: 'string', last_run_at: 'string', status: 'string', failures_24h: 'integer' }],
        queue: { depth: 'integer', oldest_job_age_sec: 'number', dead_letters_24h: 'integer' },
      },
      tenants: {
        total: 'integer',
        active_7d: 'integer',
        active_30d: 'integer',
        at_risk: 'integer',
        with_drift_7d: 'integer',
        with_credential_failures_7d: 'integer',
      },
      usage: {
        executions_24h: 'integer',
        executions_7d: 'integer',
        api_requests_24h: 'integer',
        storage_db_bytes: 'integer',
        storage_obj_bytes: 'integer',
      },
      revenue: {
        mrr_cents: 'integer',
        plan_distribution: 'object',
        trials: { started_30d: 'integer', expiring_7d: 'integer', converted_30d: 'integer' },
        delinquent_orgs: 'integer',
        entitlement_exceptions: 'integer',
      },
      security: { impersonations_active: 'null', impersonations_24h: 'null', admin_actions_24h: 'integer' },
      top_lists: {
        tenants_by_fail_rate_24h: [expect.any(Object)],
        tenants_by_executions_24h: [expect.any(Object)],
        tenants_with_drift_7d: [
          expect.objectContaining({ drifted_environments: 'number', detections: 'integer' }),
        ],
        tenants_with_credential_issues_7d: [
          expect.objectContaining({ failing_credentials: 'number', failures: 'integer' }),
        ],
        entitlement_exceptions: [expect.any(Object)],
        recent_admin_activity: [expect.any(Object)],
        open_incidents: [expect.any(Object)],
      },
    });
  });
});

/** Names and types of a JSON Schema, without what may be null. */
function outline(schema: unknown): unknown {
  const { type, properties, items } = schema as {
    type: string | string[];
    properties?: object;
    items?: unknown;
  };
  if (properties) {
    return Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, outline(each)]));
  }
  return items ? [outline(items)] : typeof type === 'string' ? type : type[0];
}
