import { type Browser, chromium } from 'playwright-core';

/** Starts a Chromium without a window. The sandbox of Chromium does not work for root, which containers often run as. */
export function openBrowser(executablePath: string): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...sandbox, '--disable-gpu', '--disable-quic', '--no-first-run'] });
}
