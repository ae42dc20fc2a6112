type Step = () => Promise<void> | void;

/** Adds what has to be undone; the steps run in the reverse order. */
export type Undo = (step: Step) => void;

const interruptedExitCode = 130;

/** Does the work and undoes what it started, however it ends: done, failed, or told to stop. */
export async function withCleanup(work: (undo: Undo) => Promise<void>): Promise<void> {
  const steps: Step[] = [];
  const cleanUp = async (): Promise<void> => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      await step();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(interruptedExitCode)));
  }
  try {
    await work((step) => steps.push(step));
  } finally {
    await cleanUp();
  }
}
