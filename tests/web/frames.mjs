// How long frames take while something is done.

/** Milliseconds between frames: median, 95th percentile, longest, and how many. */
export async function frames(page, act) {
  await page.evaluate(() => {
    globalThis.frameTimes = [];
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      globalThis.frameTimes?.push(now - last);
      last = now;
      if (globalThis.frameTimes) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await act();
  const times = await page.evaluate(() => {
    const all = globalThis.frameTimes;
    globalThis.frameTimes = undefined;
    return all;
  });
  times.sort((a, b) => a - b);
  const at = (share) => Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), longest: at(1), count: times.length };
}
