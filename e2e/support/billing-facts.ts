import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePermissionMap } from '@intendant/gateway/authorisation/permission-map';
import { compileRequirements } from '@intendant/gateway/authorisation/operation-requirements';
import type { Caller } from '@intendant/kit/identity/caller';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
} from 'graphql';
import { repositoryRoot } from './processes.ts';
import { permits } from './root-operations.ts';

const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');
const supergraph = parse(read('schema/supergraph.graphql'));
const permissions = compilePermissionMap(supergraph);
const schema = buildSchema(read('schema/api.graphql'), { assumeValid: true });

/**
 * How a fact of billing is called wherever it stands. Delinquency is none: it is a clause of the at-risk rule, which is
 * shown to everybody who may read health.
 */
const billingName = /^(plan|mrr|price|subscription|invoice|(is)?trial|amount)/i;

function isFactOfBilling(name: string, typeName: string): boolean {
  return billingName.test(name) || typeName === 'Money';
}

/** `Type.field` of everything that shows what billing knows. */
export function billingFacts(): { coordinate: string; needsBilling: boolean }[] {
  return (
    Object.values(schema.getTypeMap())
      .filter(isObjectType)
      // Money says nothing of itself, plans are an offer, and a payload goes to whoever was let change something.
      .filter(({ name }) => !/^(Query|Mutation|Subscription|Money|Plan)$|Payload$/.test(name))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => isFactOfBilling(field.name, getNamedType(field.type).name))
          .map((field) => {
            const decision = permissions.decisionOf(type.name, field.name);
            const others = decision?.kind === 'scopes' ? decision.scopes.flat() : [];
            return {
              coordinate: `${type.name}.${field.name}`,
              // Everything else the field asks for is held: billing:read alone must be what is missing.
              needsBilling: !permits(
                decision,
                others.filter((scope) => !scope.startsWith('billing:')),
              ),
            };
          }),
      )
  );
}

/** How the tenant list can be narrowed and ordered by what billing knows, as variables of a query. */
export function billingArguments(): { filters: string[]; sorts: string[] } {
  const filter = schema.getType('TenantSummaryFilter');
  const sort = schema.getType('TenantSummarySortField');
  if (!isInputObjectType(filter) || !isEnumType(sort)) {
    throw new TypeError('The tenant list is called something else now.');
  }
  return {
    filters: Object.keys(filter.getFields()).filter((name) => billingName.test(name)),
    sorts: sort.getValues().flatMap(({ name }) => (billingName.test(name) ? [name] : [])),
  };
}

/**
 * Operations of the admin UI that health answers and that would be refused to a caller for want of billing:read, although
 * the page says that the caller may not read billing.
 */
export function refusedForBilling(caller: Caller): string[] {
  const documents = Object.values(
    JSON.parse(read('admin-ui/app/gql/persisted-documents.json')) as Record<string, string>,
  ).map((text) => parse(text));
  return documents.flatMap((document) => {
    const [operation] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (!operation || !readsHealth(document)) {
      return [];
    }
    const fragments = new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
    const variables = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable: { name } }) => [
        name.value,
        !/billing|revenue|exceptions/i.test(name.value),
      ]),
    );
    const error = compileRequirements(schema, permissions, operation, fragments).check(caller, variables);
    const missing = (error?.extensions['missingScopes'] ?? []) as string[];
    return missing.includes('billing:read') ? [operation.name?.value ?? ''] : [];
  });
}

/** Whether an operation selects something of which only a part is billing's. */
function readsHealth(document: DocumentNode): boolean {
  const info = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field() {
        found ||= /^(TenantSummary|TenantRisk|RateLimitBreach|TenantViewCounts)$/.test(
          info.getParentType()?.name ?? '',
        );
      },
    }),
  );
  return found;
}
