import { Link } from '@remix-run/react';
import { ListPager } from '#app/components/list-pager.tsx';
import { isNarrowed, NothingMatches } from '#app/components/nothing-matches.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import { RelativeTime } from '#app/components/ui/relative-time.tsx';
import { CardTable, Cell, HeadCell, Row } from '#app/components/ui/table.tsx';
import type { SignInFailuresQuery } from '#app/gql/graphql.ts';
import { listHref, withChosen, type ListAddress } from '#app/lib/list-address.ts';
import { noTenant } from '#app/lib/audit-links.ts';
import { paths } from '#app/lib/paths.ts';
import { failureList, reasonWords } from './failure-list.ts';

type Page = NonNullable<SignInFailuresQuery['signInFailures']>;

type FailureTableProps = {
  page: Page;
  list: ListAddress<'AT'>;
  names: Readonly<Record<string, string>>;
};

/** The account and the tenant narrow the list to what shares them; the person opens the user. */
export function FailureTable({ page, list, names }: FailureTableProps) {
  if (page.nodes.length === 0) {
    return (
      <div className="card">
        {isNarrowed(list) ? (
          <NothingMatches spec={failureList} list={list} thing="refused sign-in" names={names} />
        ) : (
          <EmptyState hasStaff title="No sign-in was refused in this time">
            Wrong passwords, unknown addresses and disabled accounts appear here, with when and why.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <div className="card">
      <CardTable
        label="Refused sign-ins"
        head={
          <>
            <HeadCell>Time</HeadCell>
            <HeadCell>Account</HeadCell>
            <HeadCell>Person</HeadCell>
            <HeadCell>Tenant</HeadCell>
            <HeadCell>Reason</HeadCell>
          </>
        }
      >
        {page.nodes.map((failure) => (
          <Row key={failure.id}>
            <Cell className="tablet:whitespace-nowrap text-ink-2" label="Time">
              <RelativeTime at={failure.at} isFocusable />
            </Cell>
            <Cell className="full wrap-anywhere" label="Account">
              <Account failure={failure} list={list} />
            </Cell>
            <Cell className="wrap-anywhere" label="Person">
              {failure.user ? (
                <Link to={paths.user(failure.user.id)}>{failure.user.name}</Link>
              ) : (
                <span className="text-ink-3">–</span>
              )}
            </Cell>
            <Cell className="full wrap-anywhere" label="Tenant">
              <Tenants failure={failure} list={list} />
            </Cell>
            <Cell className="tablet:whitespace-nowrap" label="Reason">
              {reasonWords[failure.reason]}
            </Cell>
          </Row>
        ))}
      </CardTable>
      <ListPager spec={failureList} list={list} page={page} />
    </div>
  );
}

type PartProps = { failure: Page['nodes'][number]; list: ListAddress<'AT'> };

const only = (list: ListAddress<'AT'>, name: string, value: string) =>
  listHref(failureList, withChosen(list, name, [value]));

function Account({ failure: { email }, list }: PartProps) {
  if (!email) return <span className="text-ink-3">not an e-mail address</span>;
  return (
    <Link className="font-medium" to={only(list, 'account', email)} preventScrollReset>
      {email}
    </Link>
  );
}

function Tenants({ failure: { tenants }, list }: PartProps) {
  if (tenants.length === 0) {
    return (
      <Link to={only(list, 'tenant', noTenant)} preventScrollReset>
        none
      </Link>
    );
  }
  return (
    <span className="flex flex-wrap gap-x-2">
      {tenants.map(({ id, name }) => (
        <Link key={id} to={only(list, 'tenant', id)} preventScrollReset>
          {name ?? id}
        </Link>
      ))}
    </span>
  );
}
