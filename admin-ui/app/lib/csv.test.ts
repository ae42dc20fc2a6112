import { csvRecord } from './csv.ts';

test('writes records of RFC 4180', () => {
  expect(csvRecord(['Hanse', 0.314, true, null, undefined])).toBe('Hanse,0.314,true,,\r\n');
});

test('quotes what would break a record, and doubles quotes', () => {
  expect(csvRecord(['a,b', 'say "yes"', 'two\nlines'])).toBe('"a,b","say ""yes""","two\nlines"\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('keeps %j a text in a spreadsheet', (text) => {
  expect(csvRecord([text])).toBe(`"'${text}"\r\n`);
});

test('leaves a negative number a number', () => {
  expect(csvRecord([-12, 'x-1'])).toBe('-12,x-1\r\n');
});
