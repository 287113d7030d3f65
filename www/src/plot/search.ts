/** How many items of an ordered list come before the first that is `beyond`; by halving. */
export function countBefore<T>(items: ArrayLike<T>, beyond: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beyond(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
