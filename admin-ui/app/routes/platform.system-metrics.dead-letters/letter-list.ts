import type { ListSpec } from '#app/lib/list-address.ts';
import { paths } from '#app/lib/paths.ts';

export const letterList: ListSpec<'AT'> = {
  path: paths.deadLetters(),
  pageSize: 50,
  defaultSort: 'AT',
  sorts: { AT: 'DESC' },
  filters: [{ name: 'name', label: 'Job is', isSingle: true }],
};
