import type { AppLoadContext } from '@remix-run/node';
import { graphql } from '#app/gql/gql.ts';
import { forbidden, openGateway, signInAgain, type Gateway, type RouteArgs } from './gateway.server.ts';
import { may, type Caller, type Permission } from './permissions.ts';
import { readSessionToken } from './session.server.ts';

const CallerQuery = graphql(`
  query Caller {
    viewer {
      id
      name
      email
      platformRole
      permissions
    }
  }
`);

// The loaders of one page run for one HTTP request and share its context, so the caller is asked for once.
const callers = new WeakMap<AppLoadContext, Promise<Caller | null>>();

/**
 * The first line of every loader and action: the caller and a gateway that acts for it. Sends anonymous callers to
 * sign in and back, and refuses a caller without the permissions with 403.
 */
export async function requireCaller(
  args: RouteArgs,
  ...permissions: Permission[]
): Promise<{ caller: Caller; gateway: Gateway }> {
  const gateway = openGateway(args);
  const caller = await findCaller(args, gateway);
  if (caller === null) throw signInAgain(args.request, args.context);
  if (!may(caller, ...permissions)) throw forbidden();
  return { caller, gateway };
}

/** The caller, or null when nobody is signed in. */
export function findCaller(args: RouteArgs, gateway = openGateway(args)): Promise<Caller | null> {
  if (readSessionToken(args.request, args.context) === null) return Promise.resolve(null);
  const known = callers.get(args.context);
  if (known !== undefined) return known;
  const asked = gateway.query(CallerQuery, {}, { needs: 'viewer' }).then(({ viewer }) =>
    viewer
      ? {
          id: viewer.id,
          name: viewer.name,
          email: viewer.email ?? null,
          role: viewer.platformRole ?? null,
          permissions: viewer.permissions,
        }
      : null,
  );
  callers.set(args.context, asked);
  return asked;
}
