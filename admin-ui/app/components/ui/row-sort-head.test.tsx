import '@testing-library/jest-dom';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RowSortHead } from './row-sort-head.tsx';
import { CardTable, Cell, Row } from './table.tsx';
import { useRowSort, type RowSortSpec } from '#app/lib/use-row-sort.ts';

type Fruit = { name: string; weight: number | null };

const spec: RowSortSpec<Fruit, 'name' | 'weight'> = {
  keyOf: ({ name }) => name,
  columns: { name: ({ name }) => name, weight: ({ weight }) => weight },
  given: null,
};

const cherry = { name: 'Cherry 10', weight: 8 };
const apple = { name: 'Apple', weight: 150 };
const cherry2 = { name: 'Cherry 2', weight: null };
const banana = { name: 'banana', weight: 150 };

function Fruits({ fruits, given }: { fruits: readonly Fruit[]; given?: typeof spec.given }) {
  const { rows, sort, hold } = useRowSort(fruits, given === undefined ? spec : { ...spec, given });
  return (
    <CardTable
      label="Fruits"
      hold={hold}
      head={
        <>
          <RowSortHead sort={sort} column="name" name="Name" />
          <RowSortHead sort={sort} column="weight" name="Weight" isNumber />
        </>
      }
    >
      {rows.map(({ name, weight }) => (
        <Row key={name}>
          <Cell>{name}</Cell>
          <Cell>{weight}</Cell>
        </Row>
      ))}
    </CardTable>
  );
}

const shown = () => {
  const [, ...rows] = screen.getAllByRole('row');
  return rows.map((row) => within(row).getAllByRole('cell')[0]?.textContent);
};
const head = (name: string) => screen.getByRole('columnheader', { name });
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

test('rows stand as they are given, in no column’s order, until one is chosen', () => {
  render(<Fruits fruits={[cherry, apple, cherry2, banana]} />);

  expect(shown()).toEqual(['Cherry 10', 'Apple', 'Cherry 2', 'banana']);
  expect(head('Name')).not.toHaveAttribute('aria-sort');
  expect(head('Weight')).not.toHaveAttribute('aria-sort');
});

test('texts are sorted from A in any case and their numbers as numbers, and back', async () => {
  render(<Fruits fruits={[cherry, apple, cherry2, banana]} />);

  await press('Name');
  expect(shown()).toEqual(['Apple', 'banana', 'Cherry 2', 'Cherry 10']);
  expect(head('Name')).toHaveAttribute('aria-sort', 'ascending');

  await press('Name');
  expect(shown()).toEqual(['Cherry 10', 'Cherry 2', 'banana', 'Apple']);
  expect(head('Name')).toHaveAttribute('aria-sort', 'descending');
});

test('figures are sorted from the largest; equals keep their order, and what has none stands last', async () => {
  render(<Fruits fruits={[cherry, apple, cherry2, banana]} />);

  await press('Weight');
  expect(shown()).toEqual(['Apple', 'banana', 'Cherry 10', 'Cherry 2']);

  await press('Weight');
  expect(shown()).toEqual(['Cherry 10', 'Apple', 'banana', 'Cherry 2']);
});

test('the column the rows are given by says so, and turns when it is pressed', async () => {
  render(<Fruits fruits={[apple, cherry]} given={{ column: 'weight', isUp: false }} />);
  expect(head('Weight')).toHaveAttribute('aria-sort', 'descending');

  await press('Weight');

  expect(head('Weight')).toHaveAttribute('aria-sort', 'ascending');
  expect(shown()).toEqual(['Cherry 10', 'Apple']);
});

test('a row does not move under the pointer, except by choosing another order', async () => {
  const { rerender } = render(<Fruits fruits={[apple, cherry]} />);
  await press('Weight');
  await userEvent.hover(screen.getByRole('cell', { name: 'Apple' }));

  rerender(<Fruits fruits={[apple, { ...cherry, weight: 200 }]} />);
  expect(shown()).toEqual(['Apple', 'Cherry 10']);

  // By keyboard, so that the pointer stays where it is.
  screen.getByRole('button', { name: 'Weight' }).focus();
  await userEvent.keyboard('{Enter}{Enter}');
  expect(shown()).toEqual(['Cherry 10', 'Apple']);
});
