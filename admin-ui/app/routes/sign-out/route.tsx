import { redirect, type ActionFunctionArgs } from '@remix-run/node';
import { graphql } from '#app/gql/gql.ts';
import { isForbidden, openGateway } from '#app/lib/gateway.server.ts';
import { paths } from '#app/lib/paths.ts';
import { endSession, readSessionToken } from '#app/lib/session.server.ts';

const SignOutMutation = graphql(`
  mutation SignOut {
    signOut {
      userErrors {
        message
      }
    }
  }
`);

export async function action(args: ActionFunctionArgs) {
  // Whoever is signed out already arrives at the same place.
  if (readSessionToken(args.request, args.context) !== null) {
    await openGateway(args)
      .mutate(SignOutMutation, {})
      .catch((error: unknown) => {
        // A session that opens nothing here cannot end itself; the browser forgets it, and idle it ends by itself.
        if (!isForbidden(error)) throw error;
      });
  }
  return redirect(paths.signIn(), { headers: { 'Set-Cookie': endSession(args.context) } });
}

export function loader() {
  return redirect(paths.home());
}
