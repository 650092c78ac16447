/** A way to do the same work; the round says which data is its own. */
export interface Contestant {
  readonly name: string;
  run(round: number): Promise<unknown>;
}

/** Runs all of them in turns, so that a disturbance hits all alike, and prints the median of each, its ratio to the first (above 1 is faster) and the CPU time of this process. */
export async function compareRounds(
  title: string,
  contestants: readonly Contestant[],
  rounds: number,
): Promise<number[]> {
  const durations = contestants.map((): number[] => []);
  const cpu = contestants.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    // Who goes first changes too.
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const place = (turn + round + contestants.length) % contestants.length;
      const startCpu = process.cpuUsage();
      const startMs = performance.now();
      await contestants[place]?.run(round * contestants.length + place);
      // The first round warms up.
      if (round < 0) continue;
      durations[place]?.push(performance.now() - startMs);
      const { user, system } = process.cpuUsage(startCpu);
      cpu[place]?.push((user + system) / 1000);
    }
  }
  const medians = durations.map(median);
  const ratios = medians.map((duration) => (medians[0] ?? 0) / duration);
  for (const [index, { name }] of contestants.entries()) {
    const line = `${name.padEnd(34)} ${(medians[index] ?? 0).toFixed(1).padStart(9)} ms  ${(ratios[index] ?? 0).toFixed(2)} x  ${median(
      cpu[index] ?? [],
    )
      .toFixed(0)
      .padStart(6)} ms CPU here`;
    console.log(`${title.padEnd(28)} ${line}`);
  }
  return ratios;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
