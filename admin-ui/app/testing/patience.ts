// Runs before every file of component tests.
import { configure } from '@testing-library/react';

// A busy machine renders late; a test that finds what it waits for does not wait longer for it.
configure({ asyncUtilTimeout: 10_000 });
