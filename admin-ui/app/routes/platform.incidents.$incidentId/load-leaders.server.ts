import type { IncidentStaffQuery as StaffPage } from '#app/gql/graphql.ts';
import type { Gateway } from '#app/lib/gateway.server.ts';
import { IncidentStaffQuery } from './documents.ts';

/** The roles whose people may work on incidents; the API refuses any other lead. */
const leadingRoles = ['OWNER', 'ADMIN', 'SUPPORT'];

export type Leader = { id: string; name: string };

/** Everybody who may lead, by name, however many work for the platform; null when security does not answer. */
export async function loadLeaders(gateway: Gateway): Promise<Leader[] | null> {
  const leaders: Leader[] = [];
  let after: string | null = null;
  do {
    const users: StaffPage['users'] = await staffAfter(gateway, after);
    if (!users) return null;
    for (const { id, name, isDisabled, platformRole } of users.nodes) {
      if (!isDisabled && leadingRoles.includes(platformRole ?? '')) leaders.push({ id, name });
    }
    after = users.pageInfo.hasNextPage ? (users.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return leaders;
}

/** The rest of the page does without the choice of a lead. */
async function staffAfter(gateway: Gateway, after: string | null): Promise<StaffPage['users']> {
  try {
    return (await gateway.query(IncidentStaffQuery, { after })).users;
  } catch (thrown) {
    if (thrown instanceof Response && thrown.status === 500) return null;
    throw thrown;
  }
}
