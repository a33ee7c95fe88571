/** A taken engine slot; giving it back twice is harmless. */
export interface Slot {
  release(): void;
}

/** The few queries that may run at once. A slot is taken before reserving and held until the answer leaves. */
export interface Slots {
  take(): Slot | undefined;
}

/** `count` engine slots. */
export function engineSlots(count: number): Slots {
  let free = count;
  return Object.freeze({
    take() {
      if (free === 0) {
        return undefined;
      }
      free -= 1;
      let held = true;
      const release = (): void => {
        free += held ? 1 : 0;
        held = false;
      };
      return Object.freeze({ release });
    },
  });
}
