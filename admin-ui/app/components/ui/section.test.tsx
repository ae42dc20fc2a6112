import { render, screen, waitFor } from '@testing-library/react';
import { Section } from './card.tsx';

const unrevealed = () => document.querySelectorAll('.unrevealed').length;

test('parts of the page the server sent are laid out one after the other, later ones at once', async () => {
  const { rerender } = render(
    <>
      <Section id="one" title="One">
        1
      </Section>
      <Section id="two" title="Two">
        2
      </Section>
    </>,
  );

  expect(unrevealed()).toBe(2);
  await waitFor(() => expect(unrevealed()).toBe(0));

  rerender(
    <Section id="three" title="Three">
      3
    </Section>,
  );
  screen.getByRole('region', { name: 'Three' });
  expect(unrevealed()).toBe(0);
});
