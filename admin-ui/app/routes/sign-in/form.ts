import { z } from '#app/lib/schema.ts';

export const signInSchema = z.object({
  email: z.email({
    error: (issue) =>
      issue.input === undefined
        ? 'Enter your e-mail address.'
        : 'Write the whole address, for example name@company.example.',
  }),
  password: z.string({ error: 'Enter your password.' }).max(200, 'The password is too long.'),
});
