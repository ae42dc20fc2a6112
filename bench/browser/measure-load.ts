import type { BrowserContext, CDPSession } from 'playwright-core';
import type { Size } from './open-browser.ts';

/** What one load of a page with an empty cache showed. */
export interface PageLoad {
  /** Largest Contentful Paint since the navigation began. */
  lcpMs: number;
  /** Cumulative Layout Shift, without a unit. */
  shift: number;
  /** Compressed bytes of every script that came over the line. */
  scriptBytes: number;
  /** Compressed bytes of everything. */
  totalBytes: number;
}

interface PaintEntries {
  lcpMs: number;
  shift: number;
}

/** Kept by the browser from the page's first moment. */
const observe = `window.benchPaint = { lcpMs: 0, shift: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.benchPaint.lcpMs = entry.startTime;
}).observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.benchPaint.shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });`;

const quietMs = 2_000;

/** Loads the page with an empty cache and waits until it is quiet, so that scripts loaded later count as well. */
export async function measureLoad(context: BrowserContext, url: string, size: Size): Promise<PageLoad> {
  const page = await context.newPage();
  await page.setViewportSize(size.viewport);
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  const bytes = await countBytes(session);
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(quietMs);
  const paint = await page.evaluate<PaintEntries>('window.benchPaint');
  await page.close();
  return { ...paint, ...bytes };
}

async function countBytes(session: CDPSession): Promise<{ scriptBytes: number; totalBytes: number }> {
  const counted = { scriptBytes: 0, totalBytes: 0 };
  const scripts = new Set<string>();
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.mimeType.includes('javascript')) {
      scripts.add(requestId);
    }
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    counted.totalBytes += encodedDataLength;
    counted.scriptBytes += scripts.has(requestId) ? encodedDataLength : 0;
  });
  return counted;
}
