import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** Shows how much is done, and what is being done when that changed. */
  update(done: number, label?: string): void;
  stop(): void;
}

/**
 * A progress bar on the error stream, so that standard output stays for results. Where there is no terminal, a line
 * for each tenth.
 */
export function startProgress(label: string, total: number): Progress {
  return process.stderr.isTTY ? progressBar(label, total) : progressLines(label, total);
}

function progressBar(label: string, total: number): Progress {
  const bar = new SingleBar(
    {
      format: '  {label} {bar} {percentage}%  {value} of {total}  {rate}/s',
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? value.toLocaleString('en') : String(value),
      barsize: 28,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
      // The caller decides what Ctrl-C means.
      gracefulExit: false,
      fps: 8,
    },
    Presets.shades_classic,
  );
  const startedAt = Date.now();
  let first = 0;
  bar.start(total, 0, { label, rate: '–' });
  return {
    update(done, newLabel) {
      first ||= done;
      const seconds = (Date.now() - startedAt) / 1000;
      const rate = Math.round((done - first) / Math.max(seconds, 0.001)).toLocaleString('en');
      bar.update(done, { rate, ...(newLabel && { label: newLabel }) });
    },
    stop: () => bar.stop(),
  };
}

function progressLines(label: string, total: number): Progress {
  let shown = -1;
  return {
    update(done, newLabel) {
      const tenth = total === 0 ? 10 : Math.floor((done / total) * 10);
      if (tenth > shown) {
        shown = tenth;
        process.stderr.write(
          `  ${newLabel ?? label}: ${tenth * 10}% (${done.toLocaleString('en')} of ${total.toLocaleString('en')})\n`,
        );
      }
    },
    stop: () => {},
  };
}
