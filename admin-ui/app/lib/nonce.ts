import { createContext } from 'react';

/** Allows the scripts of one response; empty in the browser, which hides nonces from scripts. */
export const NonceContext = createContext('');
