import { ButtonLink } from '#app/components/ui/button.tsx';
import { EmptyState } from '#app/components/ui/empty-state.tsx';
import {
  listChips,
  listHref,
  withoutConditions,
  type ListAddress,
  type ListSpec,
} from '#app/lib/list-address.ts';

type NothingMatchesProps<Sort extends string> = {
  spec: ListSpec<Sort>;
  list: ListAddress<Sort>;
  /** One of what is listed: "incident". */
  thing: string;
  names?: Readonly<Record<string, string>>;
};

/** Conditions that nothing meets: which ones, and the ways out. */
export function NothingMatches<Sort extends string>({ spec, list, thing, names }: NothingMatchesProps<Sort>) {
  const chips = listChips(spec, list, names);
  const last = chips.at(-1);
  return (
    <EmptyState
      title={list.text === '' ? `No ${thing} matches` : `No ${thing} matches “${list.text}”`}
      actions={
        <>
          {last === undefined ? null : (
            <ButtonLink kind="primary" to={listHref(spec, last.without)}>
              Remove “{last.label} {last.value}”
            </ButtonLink>
          )}
          <ButtonLink to={listHref(spec, withoutConditions(list))}>Clear all filters</ButtonLink>
        </>
      }
    >
      {chips.length === 0
        ? 'Try fewer or other words.'
        : `${chips.map((chip) => `${chip.label} ${chip.value}`).join(', ')}.`}
    </EmptyState>
  );
}

/** Whether the list is narrowed at all, so that an empty one is no proof that there is nothing. */
export function isNarrowed(list: ListAddress): boolean {
  return list.text !== '' || Object.values(list.chosen).some((values) => values.length > 0);
}
