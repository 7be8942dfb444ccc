import { preset } from '@perdura/jest-preset';

/** The tests in a browser alone, which fail here when there is none. */
export default { ...preset, testMatch: ['<rootDir>/test/dashboard/*.test.ts'], globals: { chromiumIsRequired: true } };
