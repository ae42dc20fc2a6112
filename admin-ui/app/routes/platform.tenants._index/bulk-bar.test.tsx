import { jest } from '@jest/globals';
import '@testing-library/jest-dom';
import { renderToStaticMarkup } from 'react-dom/server';
import { BulkBar } from './bulk-bar.tsx';

test('before JavaScript the export names no number, for who is selected is not known', () => {
  // React remarks that layout effects do not run on a server, which is what they are for.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const page = document.createElement('main');

  page.innerHTML = renderToStaticMarkup(
    <BulkBar chosen={[]} pageRows={50} canWrite onAll={() => undefined} />,
  );

  expect(page).toHaveTextContent('Export selected tenants as CSV');
  expect(page).not.toHaveTextContent('0');
});
