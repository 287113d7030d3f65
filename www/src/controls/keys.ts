/** How many steps a key moves what can be dragged; nothing if it is no such key. */
export const stepsOf = ({ key, shiftKey }: KeyboardEvent): number | undefined => {
  const steps: Partial<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -10,
    PageUp: 10,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[key];
  return step === undefined ? undefined : step * (shiftKey ? 10 : 1);
};
