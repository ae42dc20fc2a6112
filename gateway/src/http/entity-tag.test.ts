import { hasEntityTag } from './entity-tag.ts';

describe('If-None-Match', () => {
  it.each([['"a"'], ['W/"a"'], ['*'], [' * '], ['"x", "a"'], ['"x",W/"a" ,"y"'], ['"with, a comma", "a"']])(
    '%s has the tag, strong or weak',
    (header) => {
      expect([hasEntityTag(header, '"a"'), hasEntityTag(header, 'W/"a"')]).toEqual([true, true]);
    },
  );

  it.each([[undefined], [''], ['a'], ['"x"'], ['"x, a"'], ['"A"'], ['"*"']])(
    '%s does not have it',
    (header) => {
      expect(hasEntityTag(header, '"a"')).toBe(false);
    },
  );
});
