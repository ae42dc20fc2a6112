import { valuesOf, type FilterSpec, type ListAddress } from '#app/lib/list-address.ts';

/** More choices than this, of which one is taken, are a menu. */
const MOST_RADIOS = 8;

type FilterChoicesProps = { filters: readonly FilterSpec[]; list: Pick<ListAddress, 'chosen'> };

/**
 * What a list can be narrowed by, as parts of a GET form. Several at once are checkboxes; one of many is a row of
 * radio buttons, where "Any" takes the condition away.
 */
export function FilterChoices({ filters, list }: FilterChoicesProps) {
  return inGroups(filters).map((group) => {
    const [first] = group.filters;
    return first?.isSingle && (first.options?.length ?? 0) > MOST_RADIOS ? (
      <SelectFilter key={group.legend} filter={first} list={list} />
    ) : (
      <fieldset key={group.legend}>
        <legend>{group.legend}</legend>
        <div className="grid grid-cols-2 gap-x-3">
          {group.filters.map((filter) => (
            <Options key={filter.name} filter={filter} list={list} />
          ))}
        </div>
      </fieldset>
    );
  });
}

type FilterGroup = { legend: string; filters: FilterSpec[] };

/** Each filter by itself under its label, those of one group together under the group's name. */
function inGroups(filters: readonly FilterSpec[]): FilterGroup[] {
  const groups: FilterGroup[] = [];
  for (const filter of filters) {
    const legend = filter.group ?? filter.label;
    const group = groups.find((each) => each.legend === legend);
    if (group === undefined) groups.push({ legend, filters: [filter] });
    else group.filters.push(filter);
  }
  return groups;
}

type FilterProps = { filter: FilterSpec; list: Pick<ListAddress, 'chosen'> };

function Options({ filter, list }: FilterProps) {
  const { name, options = [] } = filter;
  const chosen = valuesOf(list, name);
  // A condition with one value is asked for or not, which is a checkbox.
  const isRadio = filter.isSingle === true && options.length > 1;
  const offered = isRadio ? [{ value: '', label: 'Any' }, ...options] : options;
  return offered.map(({ value, label }) => (
    <label className="check" key={value}>
      <input
        type={isRadio ? 'radio' : 'checkbox'}
        name={name}
        value={value}
        defaultChecked={value === '' ? chosen.length === 0 : chosen.includes(value)}
      />
      {label}
    </label>
  ));
}

function SelectFilter({ filter, list }: FilterProps) {
  return (
    <div className="field">
      <label htmlFor={`filter-${filter.name}`}>{filter.label}</label>
      <select
        className="input"
        id={`filter-${filter.name}`}
        name={filter.name}
        defaultValue={valuesOf(list, filter.name)[0] ?? ''}
      >
        <option value="">Any</option>
        {(filter.options ?? []).map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
