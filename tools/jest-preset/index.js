import { fileURLToPath } from 'node:url';

/**
 * The jest configuration of a package. Tests run from `src`, across packages too, by the source condition: no build.
 *
 * @type {import('jest').Config}
 */
export const preset = {
  // Suites of several packages run at the same time, and some start processes: no test may fail because a machine is busy.
  testTimeout: 60_000,
  maxWorkers: 2,
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@perdura/source', 'node', 'node-addons'] },
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  transform: { '\\.ts$': fileURLToPath(new URL('./strip-types.js', import.meta.url)) },
};
