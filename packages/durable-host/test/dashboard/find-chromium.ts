import { accessSync, constants } from 'node:fs';

/** Where systems keep Chromium, or a browser that is one. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium; `PERDURA_CHROMIUM` names one elsewhere. `undefined` when there is none. */
export function findChromium(): string | undefined {
  const { PERDURA_CHROMIUM: named } = process.env;
  return (named === undefined ? places : [named]).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      // Not there, or not for us.
      return false;
    }
  });
}
